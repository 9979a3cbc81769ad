/** Cases by the hundred thousand, made in the database itself. What triggers keep of a case is made by the functions that the triggers use. */
import pg from 'pg'

/** People of the lead department, by whom the open cases are claimed. */
export interface Crew {
  readonly firmIds: { readonly from: number; readonly to: number }
  readonly clerk: number
  readonly officers: readonly number[]
  readonly lead: number
  readonly others: readonly number[]
}

const AT_A_TIME = 100_000
const LATIN_FIRST =
  'ANNA BORIS CAMILLE DMITRI ELENA FATIMA GIULIA HARUKA IVAN JOÃO KATARZYNA LUCAS MARIA NOAH OLIVIA PRIYA QUENTIN ROSA SOFÍA TARIQ UMA VALÉRIE WEI XENIA YUKI ZANELE ARJUN BEATRIZ CHIDI DAMIR'
const LATIN_LAST =
  'MÜLLER ROSSI TANAKA KIM NGUYEN GARCÍA SMITH IVANOVA OKAFOR SILVA DUBOIS WEBER PARK CHAIYA HAYASHI WILSON MEHTA FERREIRA LINDQVIST ŁUKASIEWICZ ANDERSEN BAUER COSTA DĄBROWSKI ERIKSSON FISCHER GOMES HERRERA ITO JANSEN'
const HAN_LAST = '田佐山高金李王张陈林朴阮'
const HAN_GIVEN = '由紀春晴美華秀英瑞妍智敏嘉怡文静思远子涵雨桐一鸣佳宁浩然可欣若曦梓萱明轩诗涵俊杰晓彤海荐云帆'

const FIRMS = `
  insert into firms (name_zh, name_en, credit_code, district, kind, registered_at, confirmed_at)
  select '上海' || substr('云帆潮声松间浦江虹桥星播临港觅野金桥外滩静安徐汇', 1 + (n % 24), 2) || substr('跨境直播国际贸易文化传媒供应链', 1 + 2 * (n % 7), 2) || n || '号有限公司',
    'Shanghai firm ' || n, 'B' || lpad(n::text, 17, '0'), (array['310101','310104','310105','310106','310107','310110','310112','310113','310114','310115'])[1 + n % 10],
    'brand', now(), now()
  from generate_series($1::int, $2::int) n`

/** Of a hundred cases one waits for intake, two for assessors, one for the approver, one for the firm; the others are done, half of them with a permit. */
const CASES = `
  insert into cases (number, state, version, firm_id, created_by, created_at, changed_at, filed_on, due_on, round, last_seq, last_hash, form_version, passport_index, answers)
  select '2026-' || lpad(n::text, greatest(7, length(n::text)), '0'), state, 3, $3::int + ((n % 100000) * 7919) % ($4::int - $3::int + 1), $5, now(), now() - (n % 4000) * interval '1 hour', current_date - n % 400,
    case when state in ('submitted', 'underAssessment', 'awaitingDecision', 'letterIssued') then current_date - 4 + (n * 31) % 20 end, 1, 1, '', 'bench', encode(sha256(n::text::bytea), 'hex'),
    json_build_object(
      'talent', json_build_object(
        'systemName', latin, 'visualName', case when n % 3 = 0 then han else latin end,
        'passport', json_build_object('number', 'P' || lpad(n::text, 8, '0'), 'issuingState', 'XXX')),
      'engagement', json_build_object('post', 'host'),
      'channels', json_build_array(json_build_object('productCategories', (array['beauty','food','apparel','jewellery','toys'])[1 + (n / 7) % 5])))
  from generate_series($1::int, $2::int) n cross join lateral (
    select case when n % 100 = 0 then 'submitted' when n % 100 in (1, 2) then 'underAssessment' when n % 100 = 3 then 'awaitingDecision'
      when n % 100 = 4 then 'awaitingCorrection' when n % 100 = 5 then 'letterIssued' when n % 2 = 0 then 'permitGranted' else 'notAccepted' end as state,
      $6::text[] as firsts, $7::text[] as lasts
  ) s cross join lateral (
    select case when n = 4711 then 'WILHELMINA ASHGROVE' else firsts[1 + (n * 13) % cardinality(firsts)] || ' ' || lasts[1 + (n / 7) % cardinality(lasts)] || ' ' || lasts[1 + (n / 211) % cardinality(lasts)] end as latin,
      substr($8, 1 + n % length($8), 1) || substr($9, 1 + (n / 11) % length($9), 1) || substr($9, 1 + (n / 677) % length($9), 1) as han
  ) names`

const PARTIES = [
  `insert into case_parties (case_id, authority_id, part, since) select id, $3, 'lead', now() from cases where id between $1 and $2`,
  `insert into case_parties (case_id, authority_id, part, since) select id, $3, 'named', now() from cases where id between $1 and $2 and state <> 'submitted'`,
]
const OTHERS = `insert into case_parties (case_id, authority_id, part, since) select id, $3, 'named', now() from cases where id between $1 and $2 and state <> 'submitted' and (id / 100) % 20 = $4`
const CLAIMS = `
  insert into claims (case_id, authority_id, person_id, at) select id, $3, ($4::int[])[1 + id / 800], now()
  from cases where id between $1 and $2 and state in ('submitted', 'underAssessment', 'awaitingDecision') and (id / 100) % 10 < 6`
const PLACES = `
  insert into queue_places select p.case_id, p.authority_id, p.part, c.state, coalesce(c.due_on, 'infinity'), f.district, k.person_id, false,
    (select array_agg(distinct n.authority_id order by n.authority_id) from case_parties n where n.case_id = c.id), topics_of(c.answers)
  from cases c join (select distinct on (case_id, authority_id) * from case_parties where case_id between $1 and $2 order by case_id, authority_id, part) p on p.case_id = c.id join firms f on f.id = c.firm_id left join claims k on k.case_id = c.id and k.authority_id = p.authority_id
  where c.id between $1 and $2`
const WORDS = `
  insert into case_words select id, plain, search_grams(plain, false) from (
    select id, search_text(concat_ws(' ', system_name, talent_name)) as plain from cases where id between $1 and $2) c`

/** Makes so many cases in an empty database, a hundred thousand at a time; as the superuser, past triggers and row-level security. */
export async function generateCases(admin: pg.Client, crew: Crew, count: number): Promise<void> {
  await admin.query(
    `set session_replication_role = replica; set synchronous_commit = off; set maintenance_work_mem = '512MB'; set work_mem = '64MB'`,
  )
  for (let from = 1; from <= count; from += AT_A_TIME)
    await generateSome(admin, crew, from, Math.min(count, from + AT_A_TIME - 1))
  await admin.query('set session_replication_role = origin')
  await admin.query('vacuum analyze')
  await admin.query('checkpoint') // or it would be written to the disk while questions are asked
}

async function generateSome(admin: pg.Client, crew: Crew, from: number, to: number): Promise<void> {
  const { firmIds, clerk, officers, lead, others } = crew
  await admin.query(CASES, [
    ...[from, to, firmIds.from, firmIds.to, clerk],
    ...[LATIN_FIRST.split(' '), LATIN_LAST.split(' '), HAN_LAST, HAN_GIVEN],
  ])
  for (const statement of PARTIES) await admin.query(statement, [from, to, lead])
  for (const [index, other] of others.entries()) await admin.query(OTHERS, [from, to, other, index])
  await admin.query(CLAIMS, [from, to, lead, officers])
  await admin.query(PLACES, [from, to])
  await admin.query(WORDS, [from, to])
}

/** Firms in ten districts. */
export async function generateFirms(admin: pg.Client, count: number): Promise<Crew['firmIds']> {
  await admin.query(FIRMS, [1, count])
  const { rows } = await admin.query<{ from: number; to: number }>(
    `select min(id) as from, max(id) as to from firms where credit_code like 'B0%'`,
  )
  return rows[0] ?? { from: 1, to: count }
}
