/**
 * The pages that search engines may show, each with what is said of it there. All others ask not to
 * be listed. robots.txt and sitemap.xml are made from the same list.
 */
import type { FastifyRequest } from 'fastify'
import { path, withQuery } from '../../base/path.js'
import type { Bilingual } from '../../base/text.js'
import type { Description } from '../kit/shell.js'

export const DESCRIBED: ReadonlyMap<string, Bilingual> = new Map([
  [
    path.home,
    {
      zh: '行业主管部门评估上海企业拟聘的外籍直播人才，并向许可机关推荐办理外国人工作许可。在线申请，不收费。',
      en:
        'Firms in Shanghai apply online: departments assess foreign live-streaming talent and recommend them to the ' +
        'work permit authority. Free of charge.',
    },
  ],
  [
    path.selfCheck,
    {
      zh: '几分钟自测，无需登录，不留存答案：能否申请推荐，优势与不足，尚缺的材料，积分和类别。',
      en:
        'Find out in minutes, without an account: whether you can apply, where the candidate is strong or ' +
        'weak, what is missing, and the points.',
    },
  ],
  [
    path.criteria,
    {
      zh: '外国人来华工作许可的途径和积分表，以及外籍直播人才推荐的评分表：评分项、权重、各档说明、所看证据和版本。',
      en:
        'Routes and points of the work permit, and the scorecard of the recommendation: questions, weights, levels, ' +
        'evidence and versions.',
    },
  ],
  [
    path.howItWorks,
    {
      zh: '外籍直播人才推荐的办理流程：从登记企业、提交申请、评估、决定到推荐函，各环节期限和要准备的材料。',
      en: 'From registering the firm to the letter: every step with its time limit, and the documents ' + 'to prepare.',
    },
  ],
  [
    path.verify,
    {
      zh: '核验推荐函的真伪和状态：输入核验码、扫描二维码，或者上传收到的文件。',
      en: 'Check whether a letter is genuine and valid: by its code, its QR code or the file itself.',
    },
  ],
  [
    path.status,
    {
      zh: '凭收件凭证上的办件编号和核验码查询办理进度，无需登录，不显示企业和人选。',
      en: 'Follow an application with the number and check code on its receipt, without an account.',
    },
  ],
  [
    path.figures,
    {
      zh: '外籍直播人才推荐的办理数据：受理和决定件数、按期办结率、办理天数、补正和复核情况。',
      en: 'How the service performs: cases decided, on time, working days taken, corrections and reviews.',
    },
  ],
  [
    path.complaints,
    {
      zh: '对办理有异议时的途径：投诉渠道，申请复核、行政复议和行政诉讼的期限。',
      en: 'How to complain about the service, ask for a review, and go to reconsideration or court, with the limits.',
    },
  ],
  [
    path.privacy,
    {
      zh: '推荐办理中如何处理企业和人选的个人信息：目的、种类、保存期限和各项权利。',
      en: 'How personal data of firms and candidates are handled: purposes, kinds, retention and rights.',
    },
  ],
  [
    path.accessibility,
    {
      zh: '本网站的无障碍说明：符合的标准、已知的不足和反馈方式。',
      en: 'How accessible this site is: the standards it meets, what falls short, and how to tell us.',
    },
  ],
  [
    path.api,
    {
      zh: '推荐办理系统的接口说明：企业和许可机关的系统如何提交申请、查询进度、获取推荐函。',
      en: 'The API of the recommendation service: how systems of firms and authorities file, follow and fetch letters.',
    },
  ],
])

/** What search engines are told of the page that answers a request; undefined where it asks not to be listed. */
export function describe({ url, method }: Pick<FastifyRequest, 'url' | 'method'>, origin: string) {
  const [place = '', query = ''] = url.split('?', 2)
  const text = DESCRIBED.get(place)
  if (!text || method !== 'GET') return undefined
  const asked = new URLSearchParams(query).get('language')
  const at = (language?: string) => `${origin}${withQuery(place, { language })}`
  return {
    text,
    address: at(asked === 'zh' || asked === 'en' ? asked : undefined),
    both: at(),
    zh: at('zh'),
    en: at('en'),
  } satisfies Description
}

/** robots.txt: the pages above, in either language, and what they are drawn with. */
export const robots = (origin: string): string =>
  [
    'User-agent: *',
    ...[...DESCRIBED.keys()].flatMap((place) => [`Allow: ${place}$`, `Allow: ${place}?language=`]),
    'Allow: /assets/',
    'Disallow: /',
    `Sitemap: ${origin}${path.sitemap}`,
    '',
  ].join('\n')

/** sitemap.xml: each page with both of its languages. */
export function sitemap(origin: string): string {
  const urls = [...DESCRIBED.keys()].map((place) => {
    const at = (language?: string) => `${origin}${withQuery(place, { language })}`
    const other = (language: string, address: string) =>
      `<xhtml:link rel="alternate" hreflang="${language}" href="${address}"/>`
    return `<url><loc>${at()}</loc>${other('zh-CN', at('zh'))}${other('en', at('en'))}</url>`
  })
  const spaces = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
  return `<?xml version="1.0" encoding="UTF-8"?>\n<urlset ${spaces}>\n${urls.join('\n')}\n</urlset>\n`
}
