/**
 * What the system administrator may see and do of the queue, as functions of the worker's role,
 * which owns it: how long it is, which jobs failed, trying them again, and giving one up with a
 * reason. No payload and no error text leaves it: those may say what a job was about.
 */

/**
 * The statements that make the functions; run as the worker's role. `me_roles` and `discarded_jobs`
 * come with the migrations, which run later: they are looked up when called.
 */
export function administerFunctions(caller: string): string {
  return `
    create or replace function jobs.guard() returns void language plpgsql stable
    set search_path = pg_catalog, pg_temp as $$
      begin
        if not 'systemAdmin' = any (public.me_roles()) then
          raise exception 'only for the system administrator' using errcode = 'insufficient_privilege';
        end if;
      end $$;
    create or replace function jobs.state() returns table (waiting int, running int, failed int, oldest timestamptz)
      language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
      begin
        perform jobs.guard();
        return query
          select count(*) filter (where j.locked_at is null and j.attempts < j.max_attempts and j.run_at <= now())::int,
            count(*) filter (where j.locked_at is not null)::int, count(*) filter (where j.attempts > 0
              and j.locked_at is null)::int,
            min(j.created_at) filter (where j.locked_at is null and j.attempts < j.max_attempts and j.run_at <= now())
          from graphile_worker.jobs j;
      end $$;
    create or replace function jobs.list_failed()
      returns table (id bigint, task text, attempts int, most int, asked_at timestamptz, next_at timestamptz)
      language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
      begin
        perform jobs.guard();
        return query
          select j.id::bigint, j.task_identifier, j.attempts::int, j.max_attempts::int, j.created_at,
            case when j.attempts < j.max_attempts then j.run_at end
          from graphile_worker.jobs j where j.attempts > 0 and j.locked_at is null order by j.id desc limit 200;
      end $$;
    create or replace function jobs.retry(one bigint) returns int
      language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
      declare
        ids bigint[];
      begin
        perform jobs.guard();
        select array_agg(j.id::bigint) into ids from graphile_worker.jobs j
          where j.attempts > 0 and j.locked_at is null and (one is null or j.id = one);
        if ids is null then return 0; end if;
        return (select count(*)::int from graphile_worker.reschedule_jobs(ids, run_at := now(), attempts := 0));
      end $$;
    create or replace function jobs.discard(one bigint, reason text, at timestamptz) returns boolean
      language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
      begin
        perform jobs.guard();
        insert into public.discarded_jobs (job_id, task, asked_at, discarded_by, discarded_at, reason)
          select j.id, j.task_identifier, j.created_at, public.me_person(), at, discard.reason
          from graphile_worker.jobs j where j.id = one and j.attempts > 0 and j.locked_at is null;
        if not found then return false; end if;
        perform graphile_worker.complete_jobs(array[one]);
        return true;
      end $$;
    revoke all on function jobs.guard(), jobs.state(), jobs.list_failed(), jobs.retry(bigint), jobs.discard(bigint,
      text, timestamptz) from public;
    grant execute on function jobs.state(), jobs.list_failed(), jobs.retry(bigint), jobs.discard(bigint, text,
      timestamptz) to ${caller};`
}
