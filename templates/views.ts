/**
 * What each template reads. Made from the templates by `npm run docs`; do not edit. Over 250 lines because it
 * names every template and part.
 */
import type { Bilingual } from '../src/base/text.js'

type Falsy = false | 0 | '' | null | undefined
/** Written as it is. */
type Plain = string | number
/** Written in the reader's language, or somebody's own words. */
type Said = Bilingual | Plain

export interface Parts {
  readonly 'parts/absences': {
    readonly empty?: Said | Falsy
    readonly rows?: readonly {
      readonly days: Said
      readonly deputy: Said
      readonly end?: Plain | Falsy
      readonly endLabel?: Said | Falsy
      readonly name: Plain
      readonly tag: Parts['parts/tag']
    }[] | Falsy
  }
  readonly 'parts/action': Parts['parts/button']
  readonly 'parts/actions': { readonly actions?: readonly Parts['parts/action'][] | Falsy }
  readonly 'parts/asked': {
    readonly asked?: {
      readonly action?: Plain | Falsy
      readonly chases?: readonly Said[] | Falsy
      readonly tasks?: readonly {
        readonly about: Said
        readonly late?: Parts['parts/tag'] | Falsy
        readonly seq?: Plain | Falsy
        readonly what: Plain
      }[] | Falsy
    } | Falsy
    readonly requestId?: Plain | Falsy
  }
  readonly 'parts/back-link': { readonly href: Plain; readonly text: Said }
  readonly 'parts/button': {
    readonly about?: Said | Falsy
    readonly form?: Plain | Falsy
    readonly formaction?: Plain | Falsy
    readonly hint?: unknown
    readonly href?: Plain | Falsy
    readonly id?: Plain | Falsy
    readonly kind?: Plain | Falsy
    readonly name?: Plain | Falsy
    readonly small?: unknown
    readonly sure?: Said | Falsy
    readonly text?: Said | Falsy
    readonly unavailable?: unknown
    readonly value?: Plain | Falsy
  } & Parts['parts/why']
  readonly 'parts/case-head': {
    readonly clock?: {
      readonly moved?: Said | Falsy
      readonly now: Said
      readonly promise: Said
      readonly ruler: Parts['parts/ruler']
    } | Falsy
    readonly facts?: readonly (Parts['parts/line']['items'])[] | Falsy
    readonly links?: readonly {
      readonly href: Plain
      readonly key?: Plain | Falsy
      readonly rel?: Plain | Falsy
      readonly text: Said
    }[] | Falsy
    readonly name: Said
    readonly nameLang?: Plain | Falsy
    readonly number: Plain
    readonly otherName?: Parts['parts/piece'] | Falsy
    readonly tag: Parts['parts/tag']
  }
  readonly 'parts/case-title': {
    readonly name: Parts['parts/own']['text']
    readonly number: Plain
    readonly steps: Parts['parts/steps']
    readonly tag: Parts['parts/tag']
  }
  readonly 'parts/case/accept': {
    readonly action: Plain
    readonly against?: Parts['parts/notice'] | Falsy
    readonly ask?: Said | Falsy
    readonly button?: Parts['parts/button'] | Falsy
    readonly form: Parts['parts/form/items']
    readonly look: Plain
    readonly requestId: Plain
    readonly seq: Plain
    readonly then: Said
    readonly version: Plain
  }
  readonly 'parts/case/actions': {
    readonly actions?: Parts['parts/actions']['actions'] | Falsy
    readonly address: Plain
    readonly none?: unknown
    readonly records?: Parts['parts/actions']['actions'] | Falsy
    readonly requestId: Plain
    readonly version: Plain
  }
  readonly 'parts/case/answers': {
    readonly sections?: readonly {
      readonly key: Plain
      readonly label: Said
      readonly summary: Parts['parts/summary']
    }[] | Falsy
  }
  readonly 'parts/case/assessment': { readonly note: Said } & Parts['parts/tasks']
  readonly 'parts/case/changed': { readonly href: Plain; readonly text: Said }
  readonly 'parts/case/compared': {
    readonly folded?: ({ readonly caption: Said } & Parts['parts/compare']) | Falsy
    readonly id: Plain
    readonly table: Parts['parts/compare']
    readonly title: Said
  }
  readonly 'parts/case/evidence': Parts['parts/evidence']
  readonly 'parts/case/facts': {
    readonly id: Plain
    readonly note?: Said | Falsy
    readonly said?: unknown
    readonly summary: Parts['parts/summary']
    readonly title: Said
  }
  readonly 'parts/case/flags': {
    readonly doubts?: readonly {
      readonly ask?: Plain | Falsy
      readonly line?: Parts['parts/line']['items'] | Falsy
      readonly message: Said
    }[] | Falsy
    readonly warnings?: readonly { readonly ask?: Plain | Falsy; readonly text: Said }[] | Falsy
  }
  readonly 'parts/case/history': Parts['parts/timeline']
  readonly 'parts/case/ledger': Parts['parts/ledger']
  readonly 'parts/case/letter': {
    readonly links?: readonly { readonly href: Plain; readonly text: Said }[] | Falsy
    readonly name?: Said | Falsy
    readonly note?: Said | Falsy
    readonly number?: Plain | Falsy
    readonly other: { readonly label: Said } & Parts['parts/letter']
    readonly packs?: Plain | Falsy
    readonly sheet: Parts['parts/letter']
    readonly summary?: Parts['parts/summary'] | Falsy
    readonly tag?: Parts['parts/tag'] | Falsy
    readonly title?: Said | Falsy
  }
  readonly 'parts/case/matters': {
    readonly matters?: readonly {
      readonly buttons?: readonly Parts['parts/action'][] | Falsy
      readonly enclosed?: Parts['parts/enclosed']['files'] | Falsy
      readonly tag: Parts['parts/tag']
      readonly text: Said
      readonly title: Said
    }[] | Falsy
  }
  readonly 'parts/case/more': { readonly address: Plain }
  readonly 'parts/case/papers': Parts['parts/documents']
  readonly 'parts/case/points': {
    readonly judged: {
      readonly category: Said
      readonly on: Said
      readonly ways?: readonly { readonly open?: unknown; readonly text: Said }[] | Falsy
    }
    readonly points: Parts['parts/points']
    readonly scale: Parts['parts/scale']
  }
  readonly 'parts/case/related': {
    readonly id: Plain
    readonly note?: Said | Falsy
    readonly rows?: Parts['parts/related']['rows'] | Falsy
    readonly title: Said
  }
  readonly 'parts/case/talk': Parts['parts/conversation']
  readonly 'parts/case/unsent': {
    readonly rows?: readonly { readonly href: Plain; readonly saved: Said; readonly text: Said }[] | Falsy
  }
  readonly 'parts/cell': {
    readonly button?: Parts['parts/button'] | Falsy
    readonly choose?: {
      readonly about: Said
      readonly chosen?: unknown
      readonly name: Plain
      readonly value: Plain
    } | Falsy
    readonly line?: Parts['parts/line']['items'] | Falsy
    readonly tag?: Parts['parts/tag'] | Falsy
  }
  readonly 'parts/changes': {
    readonly items?: readonly ({
      readonly tables?: readonly { readonly table: Parts['parts/compare']; readonly title?: Said | Falsy }[] | Falsy
      readonly title: Said
    })[] | Falsy
  }
  readonly 'parts/chart': {
    readonly about: Said
    readonly height: Plain
    readonly id: Plain
    readonly key?: readonly { readonly hue: Plain; readonly text: Said }[] | Falsy
    readonly lines?: readonly {
      readonly look: Plain
      readonly x1: Plain
      readonly x2: Plain
      readonly y1: Plain
      readonly y2: Plain
    }[] | Falsy
    readonly rects?: readonly {
      readonly height: Plain
      readonly look: Plain
      readonly width: Plain
      readonly x: Plain
      readonly y: Plain
    }[] | Falsy
    readonly texts?: readonly {
      readonly end?: unknown
      readonly middle?: unknown
      readonly strong?: unknown
      readonly text: Said
      readonly x: Plain
      readonly y: Plain
    }[] | Falsy
    readonly title: Said
    readonly width: Plain
  }
  readonly 'parts/check-code': { readonly code: Plain; readonly example: Plain; readonly problem?: Said | Falsy }
  readonly 'parts/check-file': { readonly problem?: Said | Falsy }
  readonly 'parts/chips': {
    readonly chips?: readonly { readonly href: Plain; readonly key: Said; readonly value: Said }[] | Falsy
    readonly label: Said
    readonly more?: readonly { readonly href: Plain; readonly text: Said }[] | Falsy
  }
  readonly 'parts/compare': {
    readonly caption: Said
    readonly heads?: readonly Said[] | Falsy
    readonly look?: Plain | Falsy
    readonly notes?: readonly Said[] | Falsy
    readonly rows?: readonly ({
      readonly cells?: readonly { readonly head: Said; readonly line?: Parts['parts/line']['items'] | Falsy }[] | Falsy
      readonly differs?: unknown
      readonly key: Said
      readonly says?: Said | Falsy
    })[] | Falsy
  }
  readonly 'parts/compared': { readonly counts: Said; readonly summary: Parts['parts/summary'] }
  readonly 'parts/conflict': { readonly conflict: Parts['parts/compare']; readonly paths: Plain }
  readonly 'parts/conversation': {
    readonly action?: Plain | Falsy
    readonly keep?: ({ readonly state?: Plain | Falsy } & Parts['parts/keep']) | Falsy
    readonly messages?: readonly {
      readonly at: Said
      readonly by: Said
      readonly datetime: Plain
      readonly files?: Parts['parts/enclosed']['files'] | Falsy
      readonly fresh?: unknown
      readonly lang?: Plain | Falsy
      readonly lines?: readonly Plain[] | Falsy
      readonly own?: unknown
    }[] | Falsy
    readonly requestId?: Plain | Falsy
    readonly text?: Plain | Falsy
    readonly to?: Said | Falsy
  }
  readonly 'parts/csrf': unknown
  readonly 'parts/documents': {
    readonly documents?: (readonly ({
      readonly actions?: readonly Parts['parts/button'][] | Falsy
      readonly current?: unknown
      readonly href?: Plain | Falsy
      readonly marks?: readonly { readonly text: Said; readonly tone: Plain }[] | Falsy
      readonly note?: Said | Falsy
      readonly tick?: Parts['parts/tick'] | Falsy
      readonly title?: Said | Falsy
      readonly tone: Parts['parts/icon']['look'] & Parts['parts/icon']['name']
    })[]) | Falsy
    readonly ticks?: Parts['parts/tick'] | Falsy
  }
  readonly 'parts/due': { readonly ruler: { readonly id: Plain }; readonly text: Said }
  readonly 'parts/empty': {
    readonly action?: Parts['parts/button'] | Falsy
    readonly text?: Said | Falsy
    readonly title: Said
  }
  readonly 'parts/enclose': {
    readonly held?: {
      readonly carried: Plain
      readonly files?: readonly { readonly box: Plain; readonly name: Plain }[] | Falsy
    } | Falsy
    readonly id: Plain
    readonly problems?: readonly Said[] | Falsy
    readonly several?: Said | Falsy
  }
  readonly 'parts/enclosed': {
    readonly files?: readonly {
      readonly href?: Plain | Falsy
      readonly name?: Plain | Falsy
      readonly note: Said
    }[] | Falsy
  }
  readonly 'parts/error-summary': {
    readonly problems?: readonly { readonly href?: Plain | Falsy; readonly text?: Said | Falsy }[] | Falsy
  }
  readonly 'parts/evidence': {
    readonly channels?: (readonly ({
      readonly charts?: (readonly ({ readonly title: Said } & Parts['parts/chart'])[]) | Falsy
      readonly facts: Parts['parts/summary']
      readonly figures?: ({ readonly rows?: unknown } & Parts['parts/summary']) | Falsy
      readonly gist: Said
      readonly id: Plain
      readonly months?: Parts['parts/table'] | Falsy
      readonly name: Said
      readonly open?: unknown
    })[]) | Falsy
    readonly doubts?: readonly {
      readonly arithmetic: Said
      readonly line?: Parts['parts/line']['items'] | Falsy
      readonly message: Said
    }[] | Falsy
    readonly folds?: readonly {
      readonly gist: Said
      readonly open?: unknown
      readonly summary: Parts['parts/summary']
      readonly title: Said
    }[] | Falsy
  }
  readonly 'parts/exports': { readonly lines: Plain; readonly table: Plain }
  readonly 'parts/figures': {
    readonly items?: readonly { readonly label: Said; readonly unit?: Said | Falsy; readonly value: Said }[] | Falsy
  }
  readonly 'parts/file-button': unknown
  readonly 'parts/firm-aftercare': {
    readonly byWhen: Said
    readonly conditions?: ({
      readonly dueOn?: Said | Falsy
      readonly items?: (readonly ({
        readonly enclosed?: Parts['parts/enclosed']['files'] | Falsy
        readonly form?: ({
          readonly action: Plain
          readonly asked: Parts['parts/form/items']
          readonly keep: { readonly state: Plain } & Parts['parts/keep']
          readonly open?: unknown
          readonly upload?: Omit<Parts['parts/enclose'], 'id'> | Falsy
          readonly uploadId?: Parts['parts/enclose']['id'] | Falsy
        }) | Falsy
        readonly how?: Plain | Falsy
        readonly metOn?: Said | Falsy
        readonly number: Plain
        readonly question?: Plain | Falsy
        readonly tag: Parts['parts/tag']
        readonly what: Plain
      })[]) | Falsy
    }) | Falsy
    readonly copy?: ({
      readonly going?: {
        readonly another?: unknown
        readonly href?: Plain | Falsy
        readonly text?: Said | Falsy
      } | Falsy
    } & Omit<Parts['parts/firm-renew'], 'kind' | 'requestId'>) | Falsy
    readonly duties?: readonly {
      readonly button?: Parts['parts/button'] | Falsy
      readonly label: Said
      readonly limit: Said
      readonly source: Said
      readonly text: Said
    }[] | Falsy
    readonly permit?: {
      readonly dates?: readonly { readonly tag: Parts['parts/tag']; readonly text: Said }[] | Falsy
      readonly day: Said
      readonly left: Said
      readonly reminded?: Said | { readonly zh?: unknown } | Falsy
    } | Falsy
    readonly reports?: readonly {
      readonly answer?: Parts['parts/button'] | Falsy
      readonly enclosed?: Parts['parts/enclosed']['files'] | Falsy
      readonly handled: Parts['parts/tag']
      readonly question?: Plain | Falsy
      readonly reply?: Plain | Falsy
      readonly tag: Parts['parts/tag']
      readonly text: Said
      readonly title: Said
    }[] | Falsy
    readonly requestId?: Plain | Parts['parts/firm-renew']['requestId'] | Falsy
    readonly version?: Plain | Falsy
  }
  readonly 'parts/firm-answers': {
    readonly firm?: Parts['parts/summary'] | Falsy
    readonly optional?: unknown
    readonly summary?: Parts['parts/summary'] | Falsy
    readonly wrong?: readonly Said[] | Falsy
  }
  readonly 'parts/firm-bring': {
    readonly action: Plain
    readonly anew?: readonly { readonly label: Said; readonly why: Said }[] | Falsy
    readonly rows?: readonly {
      readonly file: Plain
      readonly hint: Said
      readonly href: Plain
      readonly id: Plain
      readonly label: Said
      readonly name: Plain
    }[] | Falsy
  }
  readonly 'parts/firm-commitment': { readonly source: Said }
  readonly 'parts/firm-copied': {
    readonly from: { readonly href: Plain; readonly text: Said }
    readonly items?: readonly {
      readonly href: Plain
      readonly label: Said
      readonly now: Said
      readonly tag: Parts['parts/tag']
      readonly why: Said
    }[] | Falsy
    readonly papers?: readonly {
      readonly href: Plain
      readonly label: Said
      readonly tag: Parts['parts/tag']
      readonly text?: Said | Falsy
    }[] | Falsy
  }
  readonly 'parts/firm-correction': {
    readonly action: Plain
    readonly conflict?: Parts['parts/conflict']['conflict'] | Falsy
    readonly conflictPaths?: Parts['parts/conflict']['paths'] | Falsy
    readonly items?: readonly ({
      readonly answer: Plain
      readonly changed?: Said | Falsy
      readonly done?: Said | Falsy
      readonly hint?: Said | Falsy
      readonly id: Plain
      readonly link?: { readonly href: Plain; readonly text: Said } | Falsy
      readonly name: Plain
      readonly number: Plain
      readonly paper?: {
        readonly dated: Parts['parts/form/items']
        readonly file: {
          readonly errorId?: Plain | Falsy
          readonly errors?: readonly Plain[] | Falsy
          readonly id: Plain
          readonly name: Plain
        }
        readonly here?: { readonly href: Plain; readonly name: Plain } | Falsy
      } | Falsy
      readonly place: Said
      readonly problem?: Said | Falsy
      readonly question?: Parts['parts/form/items'] | Falsy
      readonly tag?: Parts['parts/tag'] | Falsy
      readonly theirs?: { readonly text: Said; readonly who: Said } | Falsy
      readonly was: { readonly answer: Plain; readonly name: Plain }
      readonly what: Said
      readonly where?: Said | Falsy
    })[] | Falsy
    readonly marks: Plain
    readonly most: Plain
    readonly open?: readonly { readonly href: Plain; readonly text: Said }[] | Falsy
    readonly progress: Said
    readonly remarks?: Plain | Falsy
    readonly requestId: Plain
    readonly round: Said
    readonly saved?: unknown
    readonly title: Said
    readonly until: Said
    readonly version: Plain
  }
  readonly 'parts/firm-drop': {
    readonly action: Plain
    readonly limit: Said
    readonly most: Plain
    readonly refused?: readonly { readonly message: Said }[] | Falsy
    readonly requestId: Plain
    readonly sort?: Plain | Falsy
    readonly waiting?: readonly ({
      readonly asked: Parts['parts/form/items']
      readonly errors?: readonly Said[] | Falsy
      readonly field: Plain
      readonly href: Plain
      readonly id: Plain
      readonly name: Plain
      readonly note: Said
      readonly options?: readonly { readonly chosen?: unknown; readonly label: Said; readonly value: Plain }[] | Falsy
      readonly was: { readonly field: Plain; readonly kind: Plain }
    })[] | Falsy
  }
  readonly 'parts/firm-exports': {
    readonly before: Said
    readonly errors?: readonly Said[] | Falsy
    readonly files?: (readonly ({
      readonly href: Plain
      readonly name: Plain
      readonly offers?: (readonly ({
        readonly indicators?: readonly Said[] | Falsy
        readonly left?: readonly Said[] | Falsy
        readonly table: { readonly caption: Said } & Parts['parts/table']
        readonly value: Plain
      })[]) | Falsy
      readonly state?: Said | Falsy
    })[]) | Falsy
    readonly use: Plain
  }
  readonly 'parts/firm-filing': {
    readonly link?: Plain | Falsy
    readonly status?: Said | Falsy
    readonly steps?: Parts['parts/then']['items'] | Falsy
  }
  readonly 'parts/firm-intention': {
    readonly answer?: { readonly enclosed?: Parts['parts/enclosed']['files'] | Falsy; readonly text: Plain } | Falsy
    readonly explanation: Plain
    readonly form?: ({
      readonly action: Plain
      readonly asked: Parts['parts/form/items']
      readonly button: Said
      readonly keep: { readonly state: Plain } & Parts['parts/keep']
      readonly upload?: Omit<Parts['parts/enclose'], 'id'> | Falsy
      readonly version: Plain
    }) | Falsy
    readonly lead: Said
    readonly over?: Said | Falsy
    readonly reasons?: Parts['parts/firm-reasons']['reasons'] | Falsy
    readonly requestId?: Plain | Falsy
    readonly title: Said
    readonly until?: Said | Falsy
  }
  readonly 'parts/firm-kind': {
    readonly action?: Parts['parts/upload']['action'] | Falsy
    readonly again?: ({ readonly open?: unknown } & Omit<Parts['parts/upload'], 'action' | 'requestId'>) | Falsy
    readonly commitment?: ({
      readonly allowed?: unknown
      readonly because?: Said | Falsy
      readonly kind?: Plain | Falsy
      readonly taken?: unknown
    } & Parts['parts/firm-commitment']) | Falsy
    readonly first?: Omit<Parts['parts/upload'], 'action' | 'requestId'> | Falsy
    readonly folded?: unknown
    readonly id: Plain
    readonly papers?: readonly Parts['parts/firm-paper'][] | Falsy
    readonly promise?: Plain | Falsy
    readonly requestId?: Parts['parts/upload']['requestId'] | Falsy
    readonly said?: Said | Falsy
    readonly saidLook?: (Plain | (Parts['parts/icon']['look'] & Parts['parts/icon']['name'])) | Falsy
    readonly status?: {
      readonly done?: Said | Falsy
      readonly tag?: Parts['parts/tag'] | Falsy
      readonly words?: Said | Falsy
    } | Falsy
    readonly title: Said
    readonly unfolded?: unknown
    readonly waits?: unknown
    readonly why?: readonly Said[] | Falsy
  } & Parts['parts/firm-rules']
  readonly 'parts/firm-moment': {
    readonly buttons?: readonly Parts['parts/button'][] | Falsy
    readonly lead: Said
    readonly next?: { readonly href: Plain; readonly text: Said } | Falsy
    readonly number?: Plain | Falsy
    readonly sealed?: unknown
    readonly sheet: Said
    readonly text?: Said | Falsy
    readonly title: Said
  }
  readonly 'parts/firm-next': {
    readonly quote: Parts['parts/summary']
    readonly steps?: readonly {
      readonly label: Said
      readonly quotes?: unknown
      readonly source: Said
      readonly text: Said
      readonly where: Said
    }[] | Falsy
    readonly title: Said
  }
  readonly 'parts/firm-paper': {
    readonly date?: {
      readonly action: Plain
      readonly asked: Parts['parts/form/items']
      readonly open?: unknown
      readonly text: Said
    } | Falsy
    readonly href?: Plain | Falsy
    readonly kind: Plain
    readonly marks?: readonly { readonly text: Said; readonly tone: Plain }[] | Falsy
    readonly note?: Said | Falsy
    readonly remove: Parts['parts/button']
    readonly removeAction: Plain
    readonly title?: Said | Falsy
    readonly told?: Said | Falsy
    readonly tone: Parts['parts/icon']['look'] & Parts['parts/icon']['name']
  }
  readonly 'parts/firm-reasons': {
    readonly reasons?: readonly { readonly label: Said; readonly sentence?: Said | Falsy }[] | Falsy
  }
  readonly 'parts/firm-remedies': {
    readonly remedies?: readonly {
      readonly label: Said
      readonly limit?: Parts['parts/line']['items'] | Falsy
      readonly source: Said
      readonly text: Said
    }[] | Falsy
  }
  readonly 'parts/firm-renew': { readonly id: Plain; readonly kind: Plain; readonly requestId: Plain }
  readonly 'parts/firm-rounds': {
    readonly rounds?: readonly {
      readonly items: Parts['parts/summary']
      readonly remarks?: Plain | Falsy
      readonly title: Said
    }[] | Falsy
  }
  readonly 'parts/firm-rules': { readonly hint: Said; readonly rules?: readonly Said[] | Falsy }
  readonly 'parts/firm-translations': {
    readonly action: Parts['parts/upload']['action']
    readonly free: { readonly open?: unknown } & Omit<Parts['parts/upload'], 'action' | 'requestId'>
    readonly hint: Said
    readonly id: Plain
    readonly others?: readonly Parts['parts/firm-paper'][] | Falsy
    readonly pairs?: (readonly ({
      readonly byOther?: unknown
      readonly form?: ({ readonly open?: unknown } & Omit<Parts['parts/upload'], 'action' | 'requestId'>) | Falsy
      readonly id: Plain
      readonly originals?: readonly {
        readonly href?: Plain | Falsy
        readonly note?: Said | Falsy
        readonly title?: Said | Falsy
      }[] | Falsy
      readonly status: Parts['parts/tag']
      readonly title: Said
      readonly translations?: readonly Parts['parts/firm-paper'][] | Falsy
      readonly upload?: Plain | Falsy
    })[]) | Falsy
    readonly requestId: Parts['parts/upload']['requestId']
    readonly rules?: readonly Said[] | Falsy
    readonly said?: Said | Falsy
    readonly title: Said
  }
  readonly 'parts/firm-zone': {
    readonly href?: Plain | Falsy
    readonly lines?: readonly Plain[] | Falsy
    readonly picture?: Plain | Falsy
    readonly use: Plain
  }
  readonly 'parts/form/checkbox': {
    readonly checked?: unknown
    readonly describedBy?: Plain | Falsy
    readonly errorId?: Plain | Falsy
    readonly errors?: readonly Plain[] | Falsy
    readonly hint?: Plain | Falsy
    readonly hintId?: Plain | Falsy
    readonly id: Plain
    readonly label: Plain
    readonly name: Plain
  }
  readonly 'parts/form/checkboxes': {
    readonly describedBy?: Plain | Falsy
    readonly errors?: unknown
    readonly label: Plain
    readonly name: Plain
    readonly options?: readonly {
      readonly chosen?: unknown
      readonly hint?: Plain | Falsy
      readonly hintId?: Plain | Falsy
      readonly id: Plain
      readonly label: Plain
      readonly value: Plain
    }[] | Falsy
  } & Parts['parts/form/message']
  readonly 'parts/form/date': {
    readonly boxes?: readonly {
      readonly id: Plain
      readonly kind?: Plain | Falsy
      readonly label: Plain
      readonly name: Plain
      readonly value: Plain
      readonly width: Plain
      readonly wrong?: unknown
    }[] | Falsy
    readonly describedBy?: Plain | Falsy
    readonly errors?: unknown
    readonly given?: unknown
    readonly label: Plain
    readonly zone?: Plain | Falsy
  } & Parts['parts/form/message']
  readonly 'parts/form/denseGroup': {
    readonly describedBy?: Plain | Falsy
    readonly id: Plain
    readonly legend: Plain
  } & Parts['parts/form/items'] & Parts['parts/form/message']
  readonly 'parts/form/denseRows': {
    readonly add?: { readonly label: Plain; readonly value: Plain } | Falsy
    readonly errors?: unknown
    readonly fresh?: unknown
    readonly id: Plain
    readonly legend: Plain
    readonly rows?: (readonly ({
      readonly fresh?: unknown
      readonly id: Plain
      readonly legend: Plain
      readonly remove?: { readonly label: Plain; readonly value: Plain } | Falsy
    } & Parts['parts/form/items'])[]) | Falsy
  } & Parts['parts/form/message']
  readonly 'parts/form/enter': unknown
  readonly 'parts/form/file': {
    readonly describedBy?: Plain | Falsy
    readonly errors?: unknown
    readonly id: Plain
    readonly label: Plain
    readonly name: Plain
  } & Parts['parts/form/message']
  readonly 'parts/form/fold': {
    readonly id: Plain
    readonly legend: Plain
    readonly open?: unknown
  } & Parts['parts/form/items'] & Parts['parts/form/message']
  readonly 'parts/form/group': {
    readonly describedBy?: Plain | Falsy
    readonly id: Plain
    readonly legend: Plain
  } & Parts['parts/form/items'] & Parts['parts/form/message']
  readonly 'parts/form/half': {
    readonly describedBy?: Plain | Falsy
    readonly errors?: unknown
    readonly id: Plain
    readonly label: Plain
    readonly name: Plain
    readonly rows: Plain
    readonly type: Plain
    readonly value: Plain
  } & Parts['parts/form/message']
  readonly 'parts/form/hidden': {
    readonly id: Plain
    readonly name: Plain
    readonly value: Plain
  } & Parts['parts/form/message']
  readonly 'parts/form/input': {
    readonly autocomplete: Plain
    readonly code?: unknown
    readonly describedBy?: Plain | Falsy
    readonly errors?: unknown
    readonly given?: unknown
    readonly id: Plain
    readonly inputmode?: Plain | Falsy
    readonly label: Plain
    readonly listId?: Plain | Falsy
    readonly many?: unknown
    readonly name: Plain
    readonly suggest?: readonly Plain[] | Falsy
    readonly type: Plain
    readonly unit?: Plain | Falsy
    readonly value: Plain
    readonly width?: Plain | Falsy
    readonly zone?: Plain | Falsy
  } & Parts['parts/form/message']
  readonly 'parts/form/items': { readonly items?: readonly unknown[] | Falsy }
  readonly 'parts/form/message': {
    readonly errorId?: Plain | Falsy
    readonly errors?: readonly Plain[] | Falsy
    readonly hint?: Plain | Falsy
    readonly hintId?: Plain | Falsy
  }
  readonly 'parts/form/mrz': {
    readonly checks?: readonly {
      readonly agrees?: unknown
      readonly icon: Parts['parts/icon']['name']
      readonly known?: unknown
      readonly label: Plain
      readonly look?: Parts['parts/icon']['look'] | Falsy
      readonly name: Plain
    }[] | Falsy
    readonly describedBy?: Plain | Falsy
    readonly errors?: unknown
    readonly id: Plain
    readonly label: Plain
    readonly name: Plain
    readonly path: Plain
    readonly rows: Plain
    readonly value: Plain
  } & Parts['parts/form/message']
  readonly 'parts/form/pair': {
    readonly describedBy?: Plain | Falsy
    readonly errors?: unknown
    readonly id: Plain
    readonly legend: Plain
  } & Parts['parts/form/items'] & Parts['parts/form/message']
  readonly 'parts/form/radios': {
    readonly describedBy?: Plain | Falsy
    readonly errors?: unknown
    readonly inline?: unknown
    readonly label: Plain
    readonly name: Plain
    readonly options?: (readonly ({
      readonly chosen?: unknown
      readonly hint?: Plain | Falsy
      readonly hintId?: Plain | Falsy
      readonly id: Plain
      readonly label: Plain
      readonly revealId?: Plain | Falsy
      readonly value: Plain
    } & Parts['parts/form/items'])[]) | Falsy
    readonly zone?: Plain | Falsy
  } & Parts['parts/form/message']
  readonly 'parts/form/rows': {
    readonly add?: { readonly label: Plain; readonly value: Plain } | Falsy
    readonly errors?: unknown
    readonly fresh?: unknown
    readonly full?: Plain | Falsy
    readonly id: Plain
    readonly legend?: Plain | Falsy
    readonly rows?: (readonly ({
      readonly fresh?: unknown
      readonly id: Plain
      readonly legend: Plain
      readonly remove?: { readonly label: Plain; readonly value: Plain } | Falsy
    } & Parts['parts/form/items'])[]) | Falsy
  } & Parts['parts/form/message']
  readonly 'parts/form/select': {
    readonly describedBy?: Plain | Falsy
    readonly errors?: unknown
    readonly groups?: readonly ({
      readonly label: Plain
      readonly options?: readonly { readonly chosen?: unknown; readonly label: Plain; readonly value: Plain }[] | Falsy
    })[] | Falsy
    readonly id: Plain
    readonly label: Plain
    readonly name: Plain
    readonly none?: Plain | Falsy
    readonly options?: readonly {
      readonly chosen?: unknown
      readonly label?: Plain | Falsy
      readonly value?: Plain | Falsy
    }[] | Falsy
    readonly required?: unknown
    readonly zone?: Plain | Falsy
  } & Parts['parts/form/message']
  readonly 'parts/form/tableRows': {
    readonly add?: { readonly label: Plain; readonly value: Plain } | Falsy
    readonly errors?: unknown
    readonly fresh?: unknown
    readonly heads?: readonly Plain[] | Falsy
    readonly id: Plain
    readonly legend: Plain
    readonly rows?: readonly ({
      readonly fresh?: unknown
      readonly id: Plain
      readonly items?: readonly unknown[] | Falsy
      readonly legend: Plain
      readonly remove?: { readonly value: Plain } | Falsy
    })[] | Falsy
  } & Parts['parts/form/message']
  readonly 'parts/form/textarea': {
    readonly describedBy?: Plain | Falsy
    readonly errors?: unknown
    readonly id: Plain
    readonly label: Plain
    readonly name: Plain
    readonly rows: Plain
    readonly value: Plain
  } & Parts['parts/form/message']
  readonly 'parts/head': {
    readonly candidate?: unknown
    readonly find?: { readonly action: Plain; readonly value: Plain } | Falsy
    readonly home: Plain
    readonly icon: Parts['parts/logotype']['icon']
    readonly messages?: { readonly current?: unknown; readonly unread?: Plain | Falsy } | Falsy
    readonly nav?: readonly {
      readonly count?: Plain | Falsy
      readonly current?: unknown
      readonly href: Plain
      readonly text: Said
    }[] | Falsy
    readonly otherLanguage?: Parts['parts/language']['href'] | Falsy
    readonly person?: { readonly name: Parts['parts/own']['text']; readonly role: Said } | Falsy
  }
  readonly 'parts/held': readonly { readonly label: Said; readonly name: Plain }[]
  readonly 'parts/host-consents': {
    readonly consents?: readonly {
      readonly about: Plain
      readonly given?: unknown
      readonly label: Said
      readonly refused?: unknown
      readonly text: Said
      readonly wording: Said
    }[] | Falsy
    readonly open?: unknown
    readonly own: Plain
    readonly words: {
      readonly agree?: Said | Falsy
      readonly consent: Said
      readonly consentHow: Said
      readonly refuse?: Said | Falsy
      readonly takeBack?: Said | Falsy
      readonly whenRefused?: Said | Falsy
    }
  }
  readonly 'parts/host-languages': {
    readonly speech?: {
      readonly dir?: Plain | Falsy
      readonly foreign?: unknown
      readonly lang?: Plain | Falsy
      readonly languages?: readonly {
        readonly current?: unknown
        readonly dir?: Plain | Falsy
        readonly href?: Plain | Falsy
        readonly lang?: Plain | Falsy
        readonly text?: Plain | Falsy
      }[] | Falsy
    } | Falsy
    readonly words?: { readonly binds?: Said | Falsy; readonly inBinding?: Said | Falsy } | Falsy
  }
  readonly 'parts/host-signatures': {
    readonly open?: unknown
    readonly own: Plain
    readonly signatures?: readonly {
      readonly file?: Plain | Falsy
      readonly label: Said
      readonly sign?: Plain | Falsy
      readonly text: Said
    }[] | Falsy
    readonly words: { readonly signing: Said; readonly signingHow?: Said | Falsy; readonly signingRead?: Said | Falsy }
  }
  readonly 'parts/icon': { readonly look?: Plain | Falsy; readonly name: Plain }
  readonly 'parts/inbox': {
    readonly groups?: readonly {
      readonly first?: Parts['parts/inbox-row'] | Falsy
      readonly more?: Said | Falsy
      readonly others?: readonly Parts['parts/inbox-row'][] | Falsy
      readonly text?: Said | Falsy
      readonly unread?: unknown
    }[] | Falsy
  }
  readonly 'parts/inbox-row': {
    readonly at: Said
    readonly datetime: Plain
    readonly firm?: Plain | Falsy
    readonly group: Said
    readonly href?: Plain | Falsy
    readonly id: Plain
    readonly name?: Plain | Falsy
    readonly number?: Plain | Falsy
    readonly read?: unknown
    readonly text: Said
  }
  readonly 'parts/keep': { readonly mark: Plain; readonly page?: Plain | Falsy; readonly saved?: Said | Falsy }
  readonly 'parts/keep-button': unknown
  readonly 'parts/key-once': {
    readonly key: Plain
    readonly lines?: readonly (Parts['parts/line']['items'])[] | Falsy
    readonly name: Said
  }
  readonly 'parts/keys': unknown
  readonly 'parts/known': {
    readonly few?: unknown
    readonly known?: Parts['parts/known-rows']['rows'] | Falsy
    readonly phrases?: Parts['parts/known-rows']['rows'] | Falsy
  }
  readonly 'parts/known-rows': {
    readonly id: Plain
    readonly rows?: readonly ({
      readonly asked?: { readonly href: Plain; readonly number: Plain } | Falsy
      readonly key: Plain
      readonly proposed?: Said | Falsy
      readonly says: Said
      readonly see?: { readonly href: Plain; readonly text: Said } | Falsy
      readonly where: Said
    })[] | Falsy
  }
  readonly 'parts/language': { readonly href?: Plain | Falsy }
  readonly 'parts/ledger': {
    readonly consultations?: readonly {
      readonly line?: Parts['parts/line']['items'] | Falsy
      readonly name: Said
      readonly tag: Parts['parts/tag']
    }[] | Falsy
    readonly due?: Parts['parts/line']['items'] | Falsy
    readonly stops?: readonly {
      readonly days?: Parts['parts/line']['items'] | Falsy
      readonly reason?: Parts['parts/line']['items'] | Falsy
    }[] | Falsy
  }
  readonly 'parts/letter': {
    readonly date: Plain
    readonly foot?: Plain | Falsy
    readonly label: Said
    readonly lang: Plain
    readonly number: Plain
    readonly numberPlace?: Plain | Falsy
    readonly org: Plain
    readonly paragraphs?: readonly Plain[] | Falsy
    readonly seal: Parts['parts/letter-seal']
    readonly signature: Plain
    readonly spaced?: unknown
    readonly specimen?: Plain | Falsy
    readonly title?: readonly Plain[] | Falsy
    readonly to: Plain
  }
  readonly 'parts/letter-seal': { readonly kind: Plain; readonly text?: Plain | Falsy }
  readonly 'parts/line': {
    readonly items?: (readonly (Said | ({ readonly text?: unknown } & Parts['parts/piece']))[]) | Falsy
  }
  readonly 'parts/link-again': { readonly action: Plain; readonly code: Plain }
  readonly 'parts/link-code': { readonly code: Plain }
  readonly 'parts/link-once': {
    readonly href: Plain
    readonly mailed?: unknown
    readonly name: Plain
    readonly qr?: Plain | Falsy
  }
  readonly 'parts/logotype': { readonly icon: Plain }
  readonly 'parts/marks': {
    readonly items?: readonly {
      readonly by: Said
      readonly href: Plain
      readonly note?: Plain | Falsy
      readonly number: Plain
      readonly on: Said
      readonly own?: unknown
      readonly result: Said
    }[] | Falsy
  }
  readonly 'parts/mentions': {
    readonly mentions?: readonly {
      readonly account: Plain
      readonly insert: Plain
      readonly name: Plain
      readonly place: Said
    }[] | Falsy
  }
  readonly 'parts/note': { readonly items?: Parts['parts/line']['items'] | Falsy; readonly tone?: Plain | Falsy }
  readonly 'parts/notice': {
    readonly changes?: Parts['parts/changes']['items'] | Falsy
    readonly id?: Plain | Falsy
    readonly items?: readonly Said[] | Falsy
    readonly kind?: Plain | Falsy
    readonly links?: readonly { readonly href: Plain; readonly text: Said }[] | Falsy
    readonly press?: { readonly action: Plain; readonly text: Said } | Falsy
    readonly text?: Said | Falsy
    readonly title?: Said | Falsy
  }
  readonly 'parts/own': { readonly text: Said }
  readonly 'parts/own-tasks': {
    readonly items?: readonly {
      readonly about: Said
      readonly href: Plain
      readonly late?: Parts['parts/tag'] | Falsy
      readonly what: Plain
    }[] | Falsy
  }
  readonly 'parts/pages': {
    readonly next?: Plain | Falsy
    readonly note?: Said | Falsy
    readonly previous?: Plain | Falsy
  }
  readonly 'parts/paper-links': {
    readonly papers?: readonly {
      readonly current?: unknown
      readonly href: Plain
      readonly note?: Said | Falsy
      readonly text: Said
      readonly tick?: Parts['parts/tick'] | Falsy
    }[] | Falsy
  }
  readonly 'parts/paper-preview': {
    readonly none?: Said | Falsy
    readonly note: Plain
    readonly pages?: readonly {
      readonly alt: Said
      readonly height: Plain
      readonly src: Plain
      readonly width: Plain
    }[] | Falsy
    readonly problems?: readonly { readonly message: Said }[] | Falsy
    readonly sheets?: readonly Parts['parts/letter'][] | Falsy
    readonly shown: Plain
    readonly title: Said
  }
  readonly 'parts/papers': { readonly papers?: Parts['parts/paper-links']['papers'] | Falsy }
  readonly 'parts/passkey-fields': unknown
  readonly 'parts/people-decide': { readonly about: Plain; readonly approve: Plain; readonly decline: Plain }
  readonly 'parts/people-proposals': {
    readonly items?: readonly ({
      readonly by: Said
      readonly decide?: {
        readonly approve: Parts['parts/people-decide']['approve']
        readonly decline: Parts['parts/people-decide']['decline']
      } | Falsy
      readonly href: Plain
      readonly name: Plain | Parts['parts/people-decide']['about']
      readonly what: Said
      readonly why: Plain
    })[] | Falsy
  }
  readonly 'parts/piece': {
    readonly below?: unknown
    readonly fresh?: unknown
    readonly href?: Plain | Falsy
    readonly icon?: Parts['parts/icon']['name'] | Falsy
    readonly lang?: Plain | Falsy
    readonly look?: Plain | Parts['parts/icon']['look'] | Falsy
    readonly mark?: { readonly id?: Plain | Falsy; readonly number?: Plain | Falsy } | Falsy
    readonly struck?: unknown
    readonly text?: Said | Falsy
  }
  readonly 'parts/points': {
    readonly caption: Said
    readonly rows?: readonly {
      readonly got: Plain
      readonly most: Plain
      readonly name: Said
      readonly why: Said
    }[] | Falsy
    readonly total?: { readonly got: Plain; readonly most: Plain; readonly why?: Said | Falsy } | Falsy
  }
  readonly 'parts/policy/facts': {
    readonly groups?: readonly ({
      readonly about: Said
      readonly facts?: readonly {
        readonly code: Plain
        readonly condition?: Plain | Falsy
        readonly label: Said
        readonly sample: Said
      }[] | Falsy
      readonly label: Said
    })[] | Falsy
  }
  readonly 'parts/policy/part': {
    readonly edit?: Plain | Falsy
    readonly parts?: readonly Parts['parts/policy/part'][] | Falsy
    readonly summary?: Parts['parts/summary'] | Falsy
    readonly table?: Parts['parts/table'] | Falsy
    readonly title?: Said | Falsy
  }
  readonly 'parts/policy/year': {
    readonly months?: readonly ({
      readonly label: Said
      readonly weeks?: readonly (readonly {
        readonly date?: Plain | Falsy
        readonly kind?: Plain | Falsy
        readonly mark?: Said | Falsy
      }[])[] | Falsy
    })[] | Falsy
    readonly sum: Said
    readonly title: Said
    readonly weekdays?: readonly Said[] | Falsy
  }
  readonly 'parts/preview': {
    readonly alone: Plain
    readonly differs?: readonly { readonly ask?: Plain | Falsy; readonly text: Said }[] | Falsy
    readonly download?: Plain | Falsy
    readonly marks?: Parts['parts/marks']['items'] | Falsy
    readonly missing?: Said | Falsy
    readonly more?: Said | Falsy
    readonly none?: Said | Falsy
    readonly note: Said
    readonly number?: Plain | Falsy
    readonly other?: { readonly href: Plain; readonly text: Said } | Falsy
    readonly pages?: (readonly ({
      readonly alt: Said
      readonly ask?: Plain | Falsy
      readonly height: Plain
      readonly marks?: (readonly {
        readonly href: Plain
        readonly number: Plain
        readonly own?: unknown
      }[] & Parts['parts/marks']['items']) | Falsy
      readonly page: Plain
      readonly src: Plain
      readonly width: Plain
    })[]) | Falsy
    readonly paper: Plain
    readonly papers?: Parts['parts/papers']['papers'] | Falsy
    readonly replaced?: Said | Falsy
    readonly state?: Plain | Falsy
    readonly tick?: {
      readonly action: Plain
      readonly checked: Plain
      readonly count: Parts['parts/tick']
      readonly mark: Parts['parts/tick']
      readonly text: Said
    } | Falsy
    readonly title: Said
  }
  readonly 'parts/promise': {
    readonly day: Said
    readonly moved?: readonly {
      readonly by: Said
      readonly near?: unknown
      readonly note?: Said | Falsy
      readonly strong?: unknown
      readonly text: Said
    }[] | Falsy
    readonly ruler?: Parts['parts/ruler'] | Falsy
    readonly text?: Said | Falsy
    readonly title: Said
  }
  readonly 'parts/promise-stages': { readonly assessment: Plain; readonly decision: Plain; readonly intake: Plain }
  readonly 'parts/proof-carried': {
    readonly fields?: readonly { readonly name: Plain; readonly value: Plain }[] | Falsy
    readonly to?: Plain | Falsy
  }
  readonly 'parts/queue': {
    readonly caption: Said
    readonly columns?: {
      readonly choose?: unknown
      readonly holder?: unknown
      readonly letter?: unknown
      readonly mark?: unknown
      readonly starts?: unknown
      readonly topic?: unknown
      readonly waiting?: unknown
    } | Falsy
    readonly form?: Plain | Falsy
    readonly rows?: readonly ({
      readonly act?: { readonly href: Plain; readonly text: Said } | Falsy
      readonly arrival?: Said | Falsy
      readonly beckon?: Said | Falsy
      readonly choose?: { readonly chosen?: unknown; readonly id: Plain } | Falsy
      readonly claim?: {
        readonly about?: Said | Falsy
        readonly name?: Plain | Falsy
        readonly sure?: Said | Falsy
        readonly text?: Said | Falsy
        readonly value?: Plain | Falsy
      } | Falsy
      readonly current?: unknown
      readonly due?: Parts['parts/due'] | Falsy
      readonly dueNote?: Said | Falsy
      readonly dueText?: Said | Falsy
      readonly firm: Said
      readonly fresh?: Said | Falsy
      readonly holder?: Said | Falsy
      readonly href: Plain
      readonly mark?: Said | Falsy
      readonly mine?: unknown
      readonly name: Plain
      readonly nationality?: Said | Falsy
      readonly number: Plain
      readonly openFirst?: unknown
      readonly otherName?: { readonly lang: Plain; readonly text: Plain } | Falsy
      readonly tag: { readonly colour?: Plain | Falsy; readonly glyph?: Plain | Falsy; readonly label: Said }
      readonly tone?: Plain | Falsy
      readonly topic?: Said | Falsy
      readonly unopened?: unknown
      readonly unread?: Plain | Falsy
      readonly waitsFor?: Said | Falsy
      readonly warning?: Said | Falsy
    })[] | Falsy
    readonly rulers?: Parts['parts/rulers']['items'] | Falsy
  }
  readonly 'parts/related': {
    readonly rows?: readonly {
      readonly href: Plain
      readonly line?: Parts['parts/line']['items'] | Falsy
      readonly number: Plain
      readonly tag: Parts['parts/tag']
      readonly who: Said
    }[] | Falsy
  }
  readonly 'parts/report-chooser': {
    readonly choices?: readonly { readonly chosen?: unknown; readonly text: Said; readonly value: Plain }[] | Falsy
    readonly from: Plain
    readonly periods?: readonly { readonly href: Plain; readonly text: Said }[] | Falsy
    readonly to: Plain
  }
  readonly 'parts/report-section': {
    readonly below?: unknown
    readonly blocks?: (readonly (readonly ({
      readonly csv?: Plain | Falsy
      readonly table: { readonly caption: Said } & Parts['parts/table']
    })[])[]) | Falsy
    readonly chart?: Parts['parts/chart'] | Falsy
    readonly finding: Said
    readonly id: Plain
    readonly say: Said
  }
  readonly 'parts/routes': {
    readonly routes?: readonly {
      readonly a: Said
      readonly b: Said
      readonly name: Said
      readonly note?: Said | Falsy
    }[] | Falsy
  }
  readonly 'parts/ruler': {
    readonly cells?: readonly { readonly d: Plain; readonly kind: Plain }[] | Falsy
    readonly height: Plain
    readonly label: Said
    readonly width: Plain
  }
  readonly 'parts/rulers': {
    readonly items?: readonly ({
      readonly cells?: readonly { readonly d: Plain; readonly kind: Plain }[] | Falsy
      readonly id: Plain
    })[] | Falsy
  }
  readonly 'parts/saved': { readonly text: Said }
  readonly 'parts/scale': {
    readonly label: Said
    readonly marks?: readonly { readonly text: Plain; readonly x: Plain }[] | Falsy
    readonly value: Plain
    readonly x: Plain
  }
  readonly 'parts/scorecard': {
    readonly checks?: {
      readonly basis: Said
      readonly rows?: readonly { readonly name: Said; readonly text: Said }[] | Falsy
    } | Falsy
    readonly divergence: Said
    readonly intro: Said
    readonly questions?: readonly ({
      readonly anchors?: readonly { readonly level: Said; readonly text: Said }[] | Falsy
      readonly evidence: Said
      readonly guidance: Said
      readonly name: Said
      readonly sentence?: Said | Falsy
      readonly weight: Said
    })[] | Falsy
    readonly second?: Said | Falsy
  }
  readonly 'parts/seal': { readonly kind: Plain }
  readonly 'parts/seal-lines': unknown
  readonly 'parts/self-check': {
    readonly lines?: readonly {
      readonly href?: Plain | Falsy
      readonly icon: Parts['parts/icon']['name']
      readonly look?: Parts['parts/icon']['look'] | Falsy
      readonly text?: Said | Falsy
      readonly title?: Said | Falsy
    }[] | Falsy
  }
  readonly 'parts/self-check-change': {
    readonly after?: Said | Falsy
    readonly before: Said
    readonly by?: Plain | Falsy
    readonly name: Said
    readonly tone?: Plain | Falsy
  }
  readonly 'parts/self-check-decision': {
    readonly day: Said
    readonly lines?: readonly Said[] | Falsy
    readonly ruler: Parts['parts/ruler']
    readonly title: Said
  }
  readonly 'parts/self-check-difference': {
    readonly difference: {
      readonly answers?: readonly Parts['parts/self-check-change'][] | Falsy
      readonly any?: unknown
      readonly rows?: readonly Parts['parts/self-check-change'][] | Falsy
      readonly sentences?: readonly { readonly good?: unknown; readonly text: Said }[] | Falsy
      readonly title: Said
    }
    readonly take?: {
      readonly action: Plain
      readonly hidden?: readonly { readonly name: Plain; readonly value: Plain }[] | Falsy
    } | Falsy
  }
  readonly 'parts/self-check-findings': {
    readonly rows?: readonly {
      readonly href?: Plain | Falsy
      readonly source: Said
      readonly text?: Said | Falsy
    }[] | Falsy
  }
  readonly 'parts/self-check-form': {
    readonly sections?: (readonly ({
      readonly hint?: Said | Falsy
      readonly key: Plain
      readonly label: Said
    } & Parts['parts/form/items'])[]) | Falsy
  }
  readonly 'parts/self-check-meaning': {
    readonly answers?: readonly Said[] | Falsy
    readonly href?: Plain | Falsy
    readonly meaning: {
      readonly last: Said
      readonly lists?: readonly ({
        readonly items?: readonly { readonly label: Said; readonly text: Said }[] | Falsy
        readonly title: Said
      })[] | Falsy
      readonly text?: readonly Said[] | Falsy
      readonly title: Said
      readonly tone: Plain
    }
    readonly over: Said
  }
  readonly 'parts/self-check-result': {
    readonly advice?: Parts['parts/self-check-findings']['rows'] | Falsy
    readonly checked?: Parts['parts/self-check-findings']['rows'] | Falsy
    readonly classes?: readonly ({
      readonly judged?: readonly {
        readonly claimed?: Said | Falsy
        readonly label: Said
        readonly source: Said
        readonly text: Said
      }[] | Falsy
      readonly judgedCount?: Plain | Falsy
      readonly key: Plain
      readonly label: Said
      readonly reached?: unknown
      readonly routes?: readonly {
        readonly because: Said
        readonly icon: Parts['parts/icon']['name']
        readonly label: Said
        readonly look?: Parts['parts/icon']['look'] | Falsy
        readonly source?: Said | Falsy
        readonly state: Said
      }[] | Falsy
      readonly source?: Said | Falsy
    })[] | Falsy
    readonly crossed?: Parts['parts/self-check-findings']['rows'] | Falsy
    readonly documents?: readonly { readonly hint: Said; readonly name: Said }[] | Falsy
    readonly points: {
      readonly most: Plain
      readonly rows?: readonly {
        readonly got: Plain
        readonly most: Plain
        readonly name: Said
        readonly rule?: Said | Falsy
        readonly value: Said
      }[] | Falsy
      readonly scale: Parts['parts/scale']
      readonly since: Said
      readonly source: Said
      readonly total: Plain
    }
    readonly rules: Parts['parts/summary']
    readonly stops?: Parts['parts/self-check-findings']['rows'] | Falsy
    readonly streaming?: Parts['parts/self-check-findings']['rows'] | Falsy
    readonly warns?: Parts['parts/self-check-findings']['rows'] | Falsy
  }
  readonly 'parts/self-check-what-if': {
    readonly action: Plain
    readonly hidden?: readonly { readonly name: Plain; readonly value: Plain }[] | Falsy
  } & Parts['parts/form/items']
  readonly 'parts/sign-in-carried': { readonly backTo: Plain; readonly kept?: Plain | Falsy; readonly ticket: Plain }
  readonly 'parts/steps': {
    readonly label: Said
    readonly steps?: readonly {
      readonly current?: unknown
      readonly done?: unknown
      readonly name: Said
      readonly note?: Said | Falsy
    }[] | Falsy
  }
  readonly 'parts/summary': {
    readonly rows?: readonly ({
      readonly actions?: readonly { readonly about: Said; readonly href: Plain; readonly text: Said }[] | Falsy
      readonly key: Said
      readonly line?: Parts['parts/line']['items'] | Falsy
      readonly problem?: Said | Falsy
      readonly sources?: readonly { readonly current?: unknown; readonly href: Plain; readonly text: Said }[] | Falsy
      readonly was?: Said | Falsy
    })[] | Falsy
    readonly small?: unknown
  }
  readonly 'parts/table': {
    readonly caption: Said
    readonly captionHidden?: unknown
    readonly cards?: unknown
    readonly head?: readonly {
      readonly hidden?: unknown
      readonly numeric?: unknown
      readonly text?: Said | Falsy
    }[] | Falsy
    readonly rows?: (readonly ({
      readonly cells?: (readonly ({
        readonly heads?: unknown
        readonly label?: Said | Falsy
        readonly numeric?: unknown
      } & Parts['parts/cell'])[]) | Falsy
    })[]) | Falsy
  }
  readonly 'parts/tabs': {
    readonly label: Said
    readonly tabs?: readonly {
      readonly alert?: unknown
      readonly count?: Plain | Falsy
      readonly current?: unknown
      readonly href: Plain
      readonly name?: Plain | Falsy
      readonly text: Said
    }[] | Falsy
  }
  readonly 'parts/tag': { readonly colour?: Plain | Falsy; readonly glyph?: Plain | Falsy; readonly label: Said }
  readonly 'parts/tasks': {
    readonly id: Plain
    readonly tasks?: readonly {
      readonly done?: Said | Falsy
      readonly hint?: Said | Falsy
      readonly href?: Plain | Falsy
      readonly status?: Said | Falsy
      readonly tag?: Parts['parts/tag'] | Falsy
      readonly title?: Said | Falsy
    }[] | Falsy
  }
  readonly 'parts/then': {
    readonly items?: readonly { readonly name: Said; readonly text: Said }[] | Falsy
    readonly title: Said
  }
  readonly 'parts/tick': {
    readonly paper: Plain
    readonly text?: Said | Falsy
    readonly tone?: (Parts['parts/icon']['look'] & Parts['parts/icon']['name']) | Falsy
  }
  readonly 'parts/timeline': {
    readonly dated?: unknown
    readonly items?: readonly {
      readonly at: Said
      readonly by?: Parts['parts/own']['text'] | Falsy
      readonly datetime?: Plain | Falsy
      readonly kind?: Plain | Falsy
      readonly line?: Parts['parts/line']['items'] | Falsy
      readonly name?: Parts['parts/own']['text'] | Falsy
      readonly title: Said
    }[] | Falsy
  }
  readonly 'parts/upload': {
    readonly about: Said
    readonly action: Plain
    readonly asked: { readonly items?: unknown } & Parts['parts/form/items']
    readonly file?: {
      readonly errorId?: Plain | Falsy
      readonly errors?: readonly Plain[] | Falsy
      readonly id: Plain
      readonly name: Plain
    } | Falsy
    readonly kind?: Plain | Falsy
    readonly more?: {
      readonly asked: Parts['parts/form/items']
      readonly open?: unknown
      readonly signers?: {
        readonly legend: Plain
        readonly options?: readonly {
          readonly chosen?: unknown
          readonly id: Plain
          readonly label: Plain
          readonly name: Plain
          readonly value: Plain
        }[] | Falsy
      } | Falsy
    } | Falsy
    readonly place: Plain
    readonly requestId: Plain
    readonly table?: unknown
  }
  readonly 'parts/verdict': {
    readonly line?: Parts['parts/line']['items'] | Falsy
    readonly seal: Parts['parts/seal']['kind']
    readonly tone: Plain
    readonly word: Said
  }
  readonly 'parts/where': unknown
  readonly 'parts/why': {
    readonly hint?: Said | Falsy
    readonly id?: Plain | Falsy
    readonly unavailable?: readonly Said[] | Falsy
  }
}

export interface Views {
  readonly 'accessibility': { readonly contact: Said }
  readonly 'account/codes': {
    readonly codes: readonly Plain[]
    readonly fields?: readonly { readonly name: Plain; readonly value: Plain }[] | Falsy
    readonly href?: Plain | Falsy
    readonly to?: Plain | Falsy
    readonly upload?: unknown
  }
  readonly 'account/enrol': {
    readonly action: Plain
    readonly authenticatorHref?: Plain | Falsy
    readonly carried?: Parts['parts/sign-in-carried'] | Falsy
    readonly enrolment: Plain
    readonly key: Plain
    readonly languageForm?: Plain | Falsy
    readonly lead: Said
    readonly passkeyTicket?: Plain | Falsy
    readonly problem?: Said | Falsy
    readonly qr: Plain
    readonly title: Said
  }
  readonly 'account/form': {
    readonly action: Plain | Parts['parts/link-again']['action']
    readonly button: Said
    readonly code?: (Parts['parts/link-again']['code'] & Parts['parts/link-code']['code']) | Falsy
    readonly form: Parts['parts/form/items']
    readonly lead: Said
    readonly title: Said
  }
  readonly 'account/join': {
    readonly account: Plain
    readonly action: Plain | Parts['parts/link-again']['action']
    readonly code: Parts['parts/link-again']['code'] & Parts['parts/link-code']['code']
    readonly form: Parts['parts/form/items']
    readonly name: Plain
    readonly title: Said
  }
  readonly 'account/keys': {
    readonly form: Parts['parts/form/items']
    readonly once?: Parts['parts/key-once'] | Falsy
    readonly rows?: readonly {
      readonly end?: Plain | Falsy
      readonly name: Plain
      readonly prefix: Plain
      readonly scopes: Said
      readonly tag: Parts['parts/tag']
      readonly times: Said
    }[] | Falsy
    readonly title: Said
  }
  readonly 'account/own': {
    readonly account: Plain
    readonly authenticator?: Said | Falsy
    readonly canRemove?: unknown
    readonly codesLeft?: Plain | Falsy
    readonly form: Parts['parts/form/items']
    readonly name: Plain
    readonly others?: unknown
    readonly passkeys?: readonly {
      readonly added: Said
      readonly name: Plain
      readonly remove?: Plain | Falsy
    }[] | Falsy
    readonly provider?: {
      readonly canLink?: unknown
      readonly links?: readonly { readonly remove: Plain; readonly since: Said; readonly subject: Plain }[] | Falsy
    } | Falsy
    readonly sessions: readonly {
      readonly current?: unknown
      readonly device: Said
      readonly end?: Plain | Falsy
      readonly times: Said
      readonly where: Plain
    }[]
    readonly title: Said
  }
  readonly 'account/proof': {
    readonly action?: Plain | Falsy
    readonly code?: unknown
    readonly languageForm?: Plain | Falsy
    readonly passkey?: unknown
    readonly password?: unknown
    readonly problem?: Said | Falsy
    readonly signing?: { readonly of?: Plain | Falsy; readonly what: Said } | Falsy
    readonly title: Said
  } & Parts['parts/proof-carried']
  readonly 'account/second': {
    readonly authenticatorHref?: Plain | Falsy
    readonly code?: unknown
    readonly languageForm: Plain
    readonly passkey?: unknown
    readonly problem?: Said | Falsy
    readonly ticket?: Plain | Falsy
    readonly title: Said
  } & Parts['parts/sign-in-carried']
  readonly 'action': {
    readonly action: Plain
    readonly after?: Parts['parts/then']['items'] | Falsy
    readonly background: readonly {
      readonly id: Plain
      readonly summary: Parts['parts/summary']
      readonly title: Said
    }[]
    readonly button: Parts['parts/action']
    readonly casehead?: unknown
    readonly form: Parts['parts/form/items']
    readonly grave?: unknown
    readonly heading: Said
    readonly keep?: ({ readonly state: Plain } & Parts['parts/keep']) | Falsy
    readonly known?: Parts['parts/known'] | Falsy
    readonly left?: Plain | Falsy
    readonly mentions?: Parts['parts/mentions']['mentions'] | Falsy
    readonly number?: Plain | Falsy
    readonly opinions?: Parts['parts/compare'] | Falsy
    readonly paper?: ({ readonly shown: Plain } & Omit<Parts['parts/paper-preview'], 'note'>) | Falsy
    readonly papers?: Parts['parts/paper-links']['papers'] | Falsy
    readonly proof?: {
      readonly about: Plain
      readonly code?: unknown
      readonly here?: Plain | Falsy
      readonly passkey?: unknown
      readonly password?: unknown
    } | Falsy
    readonly requestId: Plain
    readonly scoring?: ({ readonly caption?: Said | Falsy } & Parts['parts/compare']) | Falsy
    readonly seq: Plain
    readonly upload?: Omit<Parts['parts/enclose'], 'id'> | Falsy
    readonly version: Plain
    readonly who?: Said | Falsy
    readonly wide?: unknown
  }
  readonly 'admin/announcements': {
    readonly form: { readonly keep: { readonly state: Plain } & Parts['parts/keep'] } & Parts['parts/form/items']
    readonly rows?: readonly {
      readonly en: Plain
      readonly end?: Plain | Falsy
      readonly line: Said
      readonly tag: Parts['parts/tag']
      readonly zh: Plain
    }[] | Falsy
    readonly title: Said
  }
  readonly 'admin/files': {
    readonly clearings?: Parts['parts/table'] | Falsy
    readonly installation: Plain
    readonly missing?: Parts['parts/table'] | Falsy
    readonly more?: Said | Falsy
    readonly readers: Parts['parts/table']
    readonly stores?: Parts['parts/table'] | Falsy
    readonly title: Said
    readonly waiting: readonly {
      readonly button: Said
      readonly id: Plain
      readonly place: Plain
      readonly title: Said
      readonly what: Said
      readonly wrong?: Said | Falsy
    }[]
  }
  readonly 'admin/jobs': {
    readonly discarded?: readonly { readonly at: Said; readonly reason: Plain; readonly task: Said }[] | Falsy
    readonly figures: readonly { readonly count: Plain; readonly label: Said }[]
    readonly oldest?: Said | Falsy
    readonly read?: Said | Falsy
    readonly rows?: readonly {
      readonly id: Plain
      readonly task: Said
      readonly times: Said
      readonly wrong?: Said | Falsy
    }[] | Falsy
    readonly silent?: unknown
    readonly state?: Parts['parts/table'] | Falsy
    readonly title: Said
    readonly worker: Said
  }
  readonly 'admin/messages': {
    readonly failed?: unknown
    readonly figures: readonly { readonly count: Plain; readonly label: Said }[]
    readonly last?: Said | Falsy
    readonly route: Said
    readonly rows?: readonly {
      readonly address?: Plain | Falsy
      readonly id?: Plain | Falsy
      readonly kind: Said
      readonly retry?: unknown
      readonly tag: Parts['parts/tag']
      readonly times: Said
      readonly why?: Said | Falsy
    }[] | Falsy
    readonly title: Said
  }
  readonly 'admin/outages': {
    readonly form: { readonly keep: { readonly state: Plain } & Parts['parts/keep'] } & Parts['parts/form/items']
    readonly rows?: readonly ({
      readonly days: Said
      readonly figures?: readonly { readonly count: Plain; readonly label: Said }[] | Falsy
      readonly tag: Parts['parts/tag']
      readonly what: Said
    })[] | Falsy
    readonly title: Said
  }
  readonly 'admin/people': {
    readonly find: Plain
    readonly form?: Parts['parts/form/items'] | Falsy
    readonly invitations?: readonly ({
      readonly account: Plain
      readonly again?: Plain | Falsy
      readonly by: Said
      readonly decide?: {
        readonly approve: Parts['parts/people-decide']['approve']
        readonly decline: Parts['parts/people-decide']['decline']
      } | Falsy
      readonly name: Plain | Parts['parts/people-decide']['about']
      readonly roles: Said
      readonly tag: Parts['parts/tag']
    })[] | Falsy
    readonly once?: Parts['parts/link-once'] | Falsy
    readonly proposals?: Parts['parts/people-proposals']['items'] | Falsy
    readonly table: Parts['parts/table']
    readonly title: Said
    readonly waysBack?: readonly {
      readonly account: Plain
      readonly action: Plain
      readonly by: Said
      readonly name: Plain
      readonly opens: Said
      readonly why: Plain
    }[] | Falsy
  }
  readonly 'admin/people-history': {
    readonly items?: Parts['parts/timeline']['items'] | Falsy
    readonly more?: Parts['parts/pages'] | Falsy
    readonly title: Said
  }
  readonly 'admin/person': {
    readonly acts?: unknown
    readonly address?: Plain | Falsy
    readonly end?: ({
      readonly keep?: ({ readonly state?: Plain | Falsy } & Parts['parts/keep']) | Falsy
    } & Parts['parts/form/items']) | Falsy
    readonly factors?: ({
      readonly keep?: ({ readonly state?: Plain | Falsy } & Parts['parts/keep']) | Falsy
    } & Parts['parts/form/items']) | Falsy
    readonly facts: Parts['parts/summary']
    readonly items?: Parts['parts/timeline']['items'] | Falsy
    readonly proposals?: Parts['parts/people-proposals']['items'] | Falsy
    readonly roles?: ({
      readonly keep?: ({ readonly state?: Plain | Falsy } & Parts['parts/keep']) | Falsy
    } & Parts['parts/form/items']) | Falsy
    readonly seen?: Plain | Falsy
    readonly title: Plain
  }
  readonly 'api': {
    readonly actions: Parts['parts/table']
    readonly groups: readonly { readonly table: Parts['parts/table']; readonly title: Said }[]
    readonly origin: Plain
  }
  readonly 'audit/case': {
    readonly address: Plain
    readonly count: Said
    readonly exports: Parts['parts/exports']
    readonly form?: ({
      readonly keep?: ({ readonly state?: Plain | Falsy } & Parts['parts/keep']) | Falsy
    } & Parts['parts/form/items']) | Falsy
    readonly found?: Parts['parts/notice'] | Falsy
    readonly looks: Plain
    readonly more: Parts['parts/pages']
    readonly open?: unknown
    readonly table: Parts['parts/table']
    readonly title: Said
    readonly waits?: unknown
    readonly wishes?: readonly {
      readonly asked: Said
      readonly decided?: Said | Falsy
      readonly reason: Plain
      readonly tag: Parts['parts/tag']
    }[] | Falsy
  }
  readonly 'audit/content': {
    readonly papers?: readonly { readonly href: Plain; readonly kind: Said; readonly name: Plain }[] | Falsy
    readonly sections?: readonly {
      readonly key: Plain
      readonly label: Said
      readonly summary: Parts['parts/summary']
    }[] | Falsy
    readonly timeline: Parts['parts/timeline']
    readonly title: Said
  }
  readonly 'audit/readings': {
    readonly decided?: readonly {
      readonly asked: Said
      readonly decided?: Said | Falsy
      readonly href?: Plain | Falsy
      readonly number: Plain
      readonly reason: Plain
      readonly tag: Parts['parts/tag']
    }[] | Falsy
    readonly decides?: unknown
    readonly lead: Said
    readonly title: Said
    readonly waiting?: (readonly ({
      readonly asked: Said
      readonly id?: Plain | Falsy
      readonly keep?: ({ readonly state?: Plain | Falsy } & Parts['parts/keep']) | Falsy
      readonly number: Plain
      readonly open?: unknown
      readonly reason: Plain
      readonly tag: Parts['parts/tag']
      readonly why?: Plain | Falsy
    })[]) | Falsy
  }
  readonly 'audit/sealing': {
    readonly keys: Parts['parts/button']
    readonly places?: Parts['parts/table'] | Falsy
    readonly resumed?: Parts['parts/table'] | Falsy
    readonly summary: Parts['parts/summary']
    readonly table?: Parts['parts/table'] | Falsy
    readonly title: Said
  }
  readonly 'audit/search': {
    readonly address: Plain
    readonly count: Said
    readonly empty?: Parts['parts/empty'] | Falsy
    readonly exports: Parts['parts/exports']
    readonly fields: readonly ({
      readonly choices?: readonly { readonly chosen?: unknown; readonly text: Said; readonly value: Plain }[] | Falsy
      readonly label: Said
      readonly name: Plain
      readonly type?: Plain | Falsy
      readonly value?: Plain | Falsy
    })[]
    readonly lead: Said
    readonly more: Parts['parts/pages']
    readonly table?: Parts['parts/table'] | Falsy
    readonly tabs: Parts['parts/tabs']
    readonly title: Said
  }
  readonly 'complaints': {
    readonly contact: Said
    readonly review: Said
    readonly ways: readonly {
      readonly label: Said
      readonly limit?: Parts['parts/line']['items'] | Falsy
      readonly source: Said
      readonly text: Said
    }[]
  }
  readonly 'criteria': {
    readonly coming?: readonly {
      readonly changes?: Parts['parts/compare'] | Falsy
      readonly from: Said
      readonly name: Said
    }[] | Falsy
    readonly future?: unknown
    readonly permit: {
      readonly elements?: readonly ({
        readonly bands?: readonly { readonly points: Said; readonly text: Said }[] | Falsy
        readonly most: Plain
        readonly name: Said
      })[] | Falsy
      readonly most: Said
      readonly routes?: Parts['parts/routes']['routes'] | Falsy
      readonly source: Said
      readonly version: Said
    }
    readonly recommendation?: ({
      readonly card: { readonly total: Plain } & Parts['parts/scorecard']
      readonly routes?: readonly {
        readonly conditions?: Said | Falsy
        readonly label: Said
        readonly source: Said
        readonly text: Said
      }[] | Falsy
      readonly source: Said
      readonly version: Said
    }) | Falsy
    readonly versions?: readonly {
      readonly current?: unknown
      readonly href?: Plain | Falsy
      readonly text?: Said | Falsy
    }[] | Falsy
  }
  readonly 'demonstration-codes': {
    readonly hosts: Parts['parts/table']
    readonly table: Parts['parts/table']
    readonly title: Said
  }
  readonly 'desk/absences': {
    readonly form: { readonly keep: { readonly state: Plain } & Parts['parts/keep'] } & Parts['parts/form/items']
    readonly later?: Parts['parts/absences']['rows'] | Falsy
    readonly now?: Parts['parts/absences']['rows'] | Falsy
    readonly supervises?: unknown
    readonly title: Said
  }
  readonly 'desk/assess': {
    readonly action: Plain
    readonly after?: Parts['parts/then']['items'] | Falsy
    readonly before?: Said | Falsy
    readonly button: Parts['parts/action']
    readonly card?: {
      readonly intro?: Said | Falsy
      readonly label?: Said | Falsy
      readonly source?: Said | Falsy
    } | Falsy
    readonly clears?: unknown
    readonly correct?: Plain | Falsy
    readonly enough?: Parts['parts/form/items'] | Falsy
    readonly fewer?: unknown
    readonly findings?: readonly ({
      readonly before?: {
        readonly chosen: Plain
        readonly note: Plain
        readonly shown?: unknown
        readonly text: Said
      } | Falsy
      readonly form: Parts['parts/form/items']
      readonly fresh?: unknown
      readonly hidden?: { readonly name: Plain; readonly value: Plain } | Falsy
      readonly id: Plain
      readonly pointer: Parts['parts/form/items']
      readonly remove?: Plain | Falsy
      readonly see: { readonly href: Plain; readonly shown?: unknown }
    })[] | Falsy
    readonly groups?: readonly ({
      readonly acts?: readonly { readonly number: Plain; readonly text: Said }[] | Falsy
      readonly before?: {
        readonly chosen: Plain
        readonly note: Plain
        readonly shown?: unknown
        readonly text: Said
      } | Falsy
      readonly form: Parts['parts/form/items']
      readonly hidden: { readonly name: Plain; readonly value: Plain }
      readonly id: Plain
    })[] | Falsy
    readonly heading: Said
    readonly judged: Said
    readonly keep: { readonly state: Plain } & Parts['parts/keep']
    readonly last: Parts['parts/form/items']
    readonly lastBefore?: {
      readonly chosen: Plain
      readonly note: Plain
      readonly shown?: unknown
      readonly text: Said
    } | Falsy
    readonly papers?: Parts['parts/paper-links']['papers'] | Falsy
    readonly questions?: readonly ({
      readonly before?: {
        readonly chosen: Plain
        readonly note: Plain
        readonly shown?: unknown
        readonly text: Said
      } | Falsy
      readonly beside?: readonly {
        readonly label: Said
        readonly line?: Parts['parts/line']['items'] | Falsy
      }[] | Falsy
      readonly flagged?: readonly ({
        readonly arithmetic: Said
        readonly link?: { readonly href: Plain; readonly text: Said } | Falsy
        readonly text: Said
      })[] | Falsy
      readonly floor?: { readonly below: Plain; readonly shown?: unknown; readonly text: Said } | Falsy
      readonly form: Parts['parts/form/items']
      readonly hidden: { readonly name: Plain; readonly value: Plain }
      readonly id: Plain
      readonly pointer: Parts['parts/form/items']
      readonly see: { readonly href: Plain; readonly shown?: unknown }
      readonly weighs?: Plain | Falsy
      readonly weight: Said
    })[] | Falsy
    readonly requestId: Plain
    readonly seq: Plain
    readonly stands?: Parts['parts/form/items'] | Falsy
    readonly ticks: Parts['parts/tick']
    readonly total?: {
      readonly answered: Plain
      readonly highest: Plain
      readonly last?: Said | Falsy
      readonly points: Plain
      readonly whole?: unknown
    } | Falsy
    readonly version: Plain
    readonly words?: { readonly id: Plain; readonly summary: Parts['parts/summary']; readonly title: Said } | Falsy
  }
  readonly 'desk/case': {
    readonly answers: readonly unknown[]
    readonly below: readonly unknown[]
    readonly evidence: readonly unknown[]
    readonly first?: readonly unknown[] | Falsy
    readonly papers: readonly unknown[]
    readonly record: readonly unknown[]
    readonly side: readonly unknown[]
  }
  readonly 'desk/compare': {
    readonly href: Plain
    readonly number: Plain
    readonly sections: readonly { readonly key: Plain; readonly label: Said; readonly table: Parts['parts/compare'] }[]
    readonly summary: Said
  }
  readonly 'desk/compare-changes': {
    readonly between?: Said | Falsy
    readonly casehead?: unknown
    readonly number?: Plain | Falsy
    readonly otherForm?: unknown
    readonly others?: readonly {
      readonly current?: unknown
      readonly href?: Plain | Falsy
      readonly text?: Said | Falsy
    }[] | Falsy
    readonly sections: readonly { readonly key: Plain; readonly label: Said; readonly table: Parts['parts/compare'] }[]
    readonly title: Said
    readonly untouched?: readonly {
      readonly answer?: Said | Falsy
      readonly place: Said
      readonly what: Said
    }[] | Falsy
    readonly who?: Said | Falsy
  }
  readonly 'desk/compare-other': { readonly known: Parts['parts/summary']; readonly number: Plain }
  readonly 'desk/document': {
    readonly preview: Parts['parts/preview']
    readonly sections: readonly {
      readonly key: Plain
      readonly label: Said
      readonly summary: Parts['parts/summary']
    }[]
    readonly title: Said
  }
  readonly 'desk/firm': {
    readonly change?: {
      readonly accept?: Plain | Falsy
      readonly asked: Said
      readonly by?: Said | Falsy
      readonly changed: Parts['parts/summary']
      readonly decides?: unknown
      readonly papers?: Parts['parts/summary'] | Falsy
      readonly sendBack?: Plain | Falsy
      readonly sentBack?: Plain | Falsy
      readonly why?: Plain | Falsy
    } | Falsy
    readonly changeForm?: ({
      readonly keep?: ({ readonly state?: Plain | Falsy } & Parts['parts/keep']) | Falsy
    } & Parts['parts/form/items']) | Falsy
    readonly decisionForm?: ({
      readonly keep?: ({ readonly state?: Plain | Falsy } & Parts['parts/keep']) | Falsy
    } & Parts['parts/form/items']) | Falsy
    readonly decline?: ({
      readonly keep: { readonly state: Plain } & Parts['parts/keep']
    } & Parts['parts/form/items']) | Falsy
    readonly declineOpen?: unknown
    readonly declined?: Plain | Falsy
    readonly facts: Parts['parts/summary']
    readonly history: Parts['parts/timeline']
    readonly name: Parts['parts/own']['text']
    readonly papers: Parts['parts/summary']
    readonly seen?: Plain | Falsy
    readonly sendBack?: ({
      readonly keep: { readonly state: Plain } & Parts['parts/keep']
    } & Parts['parts/form/items']) | Falsy
    readonly sentBack?: Plain | Falsy
    readonly suspension?: {
      readonly decide?: Plain | Falsy
      readonly inForce?: unknown
      readonly intend?: Plain | Falsy
      readonly intendOpen?: unknown
      readonly lines?: Parts['parts/summary'] | Falsy
      readonly maySuspend?: unknown
      readonly title?: Said | Falsy
      readonly waits?: Said | Falsy
    } | Falsy
    readonly suspensionForm?: ({
      readonly keep?: ({ readonly state?: Plain | Falsy } & Parts['parts/keep']) | Falsy
    } & Parts['parts/form/items']) | Falsy
    readonly tag: Parts['parts/tag']
    readonly waiting?: unknown
    readonly ways?: {
      readonly confirm?: Plain | Falsy
      readonly decline?: Plain | Falsy
      readonly sendBack?: Plain | Falsy
    } | Falsy
  }
  readonly 'desk/firms': {
    readonly empty?: Parts['parts/empty'] | Falsy
    readonly filters?: {
      readonly districts?: readonly { readonly chosen?: unknown; readonly label: Said; readonly value: Plain }[] | Falsy
      readonly find: Plain
      readonly states?: readonly { readonly chosen?: unknown; readonly label: Said; readonly value: Plain }[] | Falsy
    } | Falsy
    readonly more?: Parts['parts/pages'] | Falsy
    readonly table?: Parts['parts/table'] | Falsy
    readonly tabs: Parts['parts/tabs']
    readonly title: Said
  }
  readonly 'desk/letter': {
    readonly check?: Parts['parts/button'] | Falsy
    readonly download?: Parts['parts/button'] | Falsy
    readonly facts: Parts['parts/summary']
    readonly id?: Plain | Falsy
    readonly kind: Said
    readonly more?: Parts['parts/pages'] | Falsy
    readonly number: Plain
    readonly packs?: unknown
    readonly receipts?: Parts['parts/table'] | Falsy
    readonly sheets: readonly Parts['parts/letter'][]
    readonly tag: Parts['parts/tag']
  }
  readonly 'desk/letters': {
    readonly csv?: Plain | Falsy
    readonly empty?: Parts['parts/empty'] | Falsy
    readonly find: Plain
    readonly firm?: unknown
    readonly list: Plain
    readonly more?: Parts['parts/pages'] | Falsy
    readonly packs?: unknown
    readonly sealed?: Plain | Falsy
    readonly skipped?: Parts['parts/table'] | Falsy
    readonly table?: Parts['parts/table'] | Falsy
    readonly tabs: Parts['parts/tabs']
  }
  readonly 'desk/load': {
    readonly all?: Plain | Falsy
    readonly colleagues?: readonly {
      readonly chosen?: unknown
      readonly id?: Plain | Falsy
      readonly label?: Said | Falsy
    }[] | Falsy
    readonly heeded?: Plain | Falsy
    readonly open?: unknown
    readonly people: Parts['parts/table']
    readonly picked?: Said | Falsy
    readonly plan?: readonly ({
      readonly due?: Said | Falsy
      readonly href?: Plain | Falsy
      readonly name?: Plain | Falsy
      readonly number?: Plain | Falsy
      readonly people?: readonly {
        readonly chosen?: unknown
        readonly id?: Plain | Falsy
        readonly name?: Plain | Falsy
      }[] | Falsy
      readonly who?: Plain | Falsy
    })[] | Falsy
    readonly requestId: Plain
    readonly rows?: readonly {
      readonly chosen?: unknown
      readonly due?: Parts['parts/line']['items'] | Falsy
      readonly firm: Plain
      readonly holder?: Parts['parts/line']['items'] | Falsy
      readonly href: Plain
      readonly id: Plain
      readonly number: Plain
      readonly tag: Parts['parts/tag']
      readonly who: Plain
    }[] | Falsy
    readonly title: Said
    readonly weeks: {
      readonly forecast: Said
      readonly roles?: readonly {
        readonly look?: unknown
        readonly name: Plain
        readonly pace?: Said | Falsy
        readonly said: Said
        readonly table: Parts['parts/table']
        readonly title: Said
      }[] | Falsy
    }
  }
  readonly 'desk/outcomes': {
    readonly fileErrors?: readonly Said[] | Falsy
    readonly form: Parts['parts/form/items']
    readonly keep: { readonly state: Plain } & Parts['parts/keep']
    readonly ready?: {
      readonly fields?: readonly { readonly name: Plain; readonly value: Plain }[] | Falsy
      readonly table: Parts['parts/table']
    } | Falsy
    readonly recorded?: Parts['parts/table'] | Falsy
    readonly requestId: Plain
    readonly title: Said
    readonly waiting?: Plain | Falsy
  }
  readonly 'desk/package': {
    readonly begun: Plain
    readonly brokenOff?: unknown
    readonly download: Parts['parts/button']
    readonly facts: Parts['parts/summary']
    readonly letters?: Plain | Falsy
    readonly sent?: Plain | Falsy
    readonly table: Parts['parts/table']
    readonly title: Said
    readonly underWay?: unknown
  }
  readonly 'desk/packages': {
    readonly empty?: Parts['parts/empty'] | Falsy
    readonly table?: Parts['parts/table'] | Falsy
  }
  readonly 'desk/passport': {
    readonly action?: Plain | Falsy
    readonly form?: Parts['parts/form/items'] | Falsy
    readonly minutes?: Plain | Falsy
    readonly number: Plain
    readonly page?: Plain | Falsy
    readonly title: Said
    readonly whole?: unknown
    readonly zone?: readonly Plain[] | Falsy
  }
  readonly 'desk/queue': {
    readonly bulk?: {
      readonly accept?: unknown
      readonly claim?: unknown
      readonly colleagues?: readonly { readonly chosen?: unknown; readonly id: Plain; readonly label: Said }[] | Falsy
      readonly receive?: unknown
      readonly record?: unknown
      readonly seen: Plain
    } | Falsy
    readonly chips?: Parts['parts/chips'] | Falsy
    readonly empty?: Parts['parts/empty'] | Falsy
    readonly filter?: Plain | Falsy
    readonly filters?: {
      readonly find?: Plain | Falsy
      readonly selects?: readonly ({
        readonly label: Said
        readonly name: Plain
        readonly options?: readonly { readonly chosen?: unknown; readonly label: Said; readonly value: Plain }[] | Falsy
      })[] | Falsy
      readonly states?: readonly { readonly chosen?: unknown; readonly label: Said; readonly value: Plain }[] | Falsy
      readonly tab: Plain
    } | Falsy
    readonly heading: Said
    readonly heeded?: Plain | Falsy
    readonly live: Plain
    readonly more?: Parts['parts/pages'] | Falsy
    readonly queue?: Parts['parts/queue'] | Falsy
    readonly requestId?: Plain | Falsy
    readonly tabs: Parts['parts/tabs']
    readonly tasks?: Parts['parts/own-tasks']['items'] | Falsy
    readonly today: Said
    readonly views: {
      readonly address: Plain
      readonly known?: unknown
      readonly list?: readonly {
        readonly current?: unknown
        readonly first?: unknown
        readonly href: Plain
        readonly id: Plain
        readonly last?: unknown
        readonly name: Plain
      }[] | Falsy
    }
  }
  readonly 'desk/talents': {
    readonly rows?: (readonly ({
      readonly action: Plain
      readonly asked: Said
      readonly form: Parts['parts/form/items']
      readonly href: Plain
      readonly id: Plain
      readonly keep: { readonly state: Plain } & Parts['parts/keep']
      readonly kind: Said
      readonly number: Plain
      readonly who: Plain
      readonly wording: Plain
    })[]) | Falsy
    readonly title: Said
  }
  readonly 'error': {
    readonly actions?: readonly Parts['parts/button'][] | Falsy
    readonly changes?: Parts['parts/changes']['items'] | Falsy
    readonly discard?: { readonly action?: Plain | Falsy; readonly onward?: Plain | Falsy } | Falsy
    readonly heading: Said
    readonly kept?: readonly { readonly label: Said; readonly value: Plain }[] | Falsy
    readonly reasons?: readonly Said[] | Falsy
    readonly requestId?: Plain | Falsy
    readonly since?: Parts['parts/timeline']['items'] | Falsy
    readonly todo: readonly Said[]
    readonly what: Said
  }
  readonly 'firm/batch': {
    readonly address?: Plain | Falsy
    readonly all?: Said | Falsy
    readonly allChosen?: unknown
    readonly archive?: {
      readonly refused?: readonly Said[] | Falsy
      readonly running?: unknown
      readonly said?: Said | Falsy
    } | Falsy
    readonly asked?: Parts['parts/form/items'] | Falsy
    readonly counts: Said
    readonly drop?: {
      readonly action: Plain
      readonly archives: Plain
      readonly limit: Said
      readonly most: Plain
    } | Falsy
    readonly employer?: Plain | Falsy
    readonly move?: Plain | Falsy
    readonly name: Plain
    readonly next?: Parts['parts/pages']['next'] | Falsy
    readonly paused?: unknown
    readonly progress?: { readonly all: Plain; readonly done: Plain } | Falsy
    readonly report: Plain
    readonly requestId?: Plain | Falsy
    readonly running?: unknown
    readonly state: Parts['parts/tag']
    readonly submit?: Plain | Falsy
    readonly table?: Parts['parts/table'] | Falsy
    readonly waitsFor?: Said | Falsy
  }
  readonly 'firm/batches': {
    readonly batches?: Parts['parts/table'] | Falsy
    readonly employers?: readonly {
      readonly chosen?: unknown
      readonly text?: Said | Falsy
      readonly value?: Plain | Falsy
    }[] | Falsy
    readonly errors?: readonly Said[] | Falsy
    readonly mayChange?: unknown
    readonly requestId?: Plain | Falsy
    readonly title: Said
  }
  readonly 'firm/cases': {
    readonly begin: { readonly unavailable?: unknown } & Parts['parts/action']
    readonly file?: Plain | Falsy
    readonly filters?: {
      readonly chips?: Parts['parts/chips'] | Falsy
      readonly find?: Plain | Falsy
      readonly found?: Plain | Falsy
      readonly selects?: readonly ({
        readonly label?: Said | Falsy
        readonly name?: Plain | Falsy
        readonly none?: Said | Falsy
        readonly options?: readonly {
          readonly chosen?: unknown
          readonly label?: Said | Falsy
          readonly value?: Plain | Falsy
        }[] | Falsy
      })[] | Falsy
      readonly tab?: Plain | Falsy
    } | Falsy
    readonly firm: Parts['parts/own']['text']
    readonly first?: unknown
    readonly lists?: readonly ({
      readonly all?: { readonly href?: Plain | Falsy; readonly text?: Said | Falsy } | Falsy
      readonly empty?: Said | Falsy
      readonly name?: Plain | Falsy
      readonly note?: Said | Falsy
      readonly table?: Parts['parts/table'] | Falsy
      readonly title?: Said | Falsy
      readonly total?: Plain | Falsy
    })[] | Falsy
    readonly more?: Parts['parts/pages'] | Falsy
    readonly requestId?: Plain | Falsy
    readonly tabs?: Parts['parts/tabs'] | Falsy
  }
  readonly 'firm/correct': {
    readonly action: Plain
    readonly button: Said
    readonly facts: Parts['parts/form/items']
    readonly held?: Plain | Falsy
    readonly heldNames: Parts['parts/held']
    readonly note: Parts['parts/form/items']
    readonly papers: Parts['parts/form/items']
    readonly reason?: Plain | Falsy
    readonly rules: readonly Said[]
    readonly seen: Plain
    readonly title: Said
  }
  readonly 'firm/documents': {
    readonly action?: (Parts['parts/firm-kind']['action'] &
      Parts['parts/firm-translations']['action'] &
      Parts['parts/upload']['action']) | Falsy
    readonly back?: { readonly href?: Plain | Falsy } | Falsy
    readonly bring?: Parts['parts/firm-bring'] | Falsy
    readonly checked?: readonly { readonly href: Plain; readonly text: Said }[] | Falsy
    readonly circumstances?: Plain | Falsy
    readonly compared?: Parts['parts/compared'] | Falsy
    readonly correcting?: unknown
    readonly count: Said
    readonly drop?: Omit<Parts['parts/firm-drop'], 'requestId'> | Falsy
    readonly expected: Said
    readonly goods?: readonly (Omit<Parts['parts/firm-kind'], 'action' | 'promise' | 'requestId'>)[] | Falsy
    readonly here: Said
    readonly lacking?: readonly { readonly href: Plain; readonly text: Said }[] | Falsy
    readonly later?: readonly (Omit<Parts['parts/firm-kind'], 'action' | 'promise' | 'requestId'>)[] | Falsy
    readonly letters?: Said | Falsy
    readonly more?: Omit<Parts['parts/upload'], 'action' | 'requestId'> | Falsy
    readonly needed?: readonly (Omit<Parts['parts/firm-kind'], 'action' | 'promise' | 'requestId'>)[] | Falsy
    readonly pairs?: Omit<Parts['parts/firm-translations'], 'action' | 'requestId'> | Falsy
    readonly permitFiles?: Said | Falsy
    readonly promise?: Parts['parts/firm-kind']['promise'] | Falsy
    readonly requestId?: (Parts['parts/firm-drop']['requestId'] &
      Parts['parts/firm-kind']['requestId'] &
      Parts['parts/firm-translations']['requestId'] &
      Parts['parts/upload']['requestId']) | Falsy
    readonly review?: Plain | Falsy
    readonly route?: Said | Falsy
    readonly title: Said
    readonly wanted?: readonly { readonly href: Plain; readonly text: Said }[] | Falsy
    readonly who: Said
    readonly whole?: Plain | Falsy
  }
  readonly 'firm/firm': {
    readonly answer?: ({
      readonly keep?: ({ readonly state?: Plain | Falsy } & Parts['parts/keep']) | Falsy
    } & Parts['parts/form/items']) | Falsy
    readonly change?: {
      readonly ask?: { readonly href?: Plain | Falsy; readonly text?: Said | Falsy } | Falsy
      readonly changed?: Parts['parts/summary'] | Falsy
      readonly reason?: Parts['parts/own']['text'] | Falsy
      readonly text?: Said | Falsy
      readonly title?: Said | Falsy
      readonly withdraw?: Plain | Falsy
    } | Falsy
    readonly history: Parts['parts/timeline']
    readonly invitations?: readonly ({
      readonly account: Plain
      readonly again: Plain
      readonly end: Plain
      readonly failed?: { readonly text: Said; readonly title: Said } | Falsy
      readonly name: Plain
      readonly roles: Said
      readonly until: Said
    })[] | Falsy
    readonly invite?: Parts['parts/form/items'] | Falsy
    readonly link?: Parts['parts/link-once'] | Falsy
    readonly mandates: Plain
    readonly mayInvite?: unknown
    readonly name: Parts['parts/own']['text']
    readonly people: readonly ({
      readonly account: Plain
      readonly end?: Plain | Falsy
      readonly me?: unknown
      readonly name: Plain | Parts['parts/own']['text']
      readonly role?: {
        readonly action?: Plain | Falsy
        readonly id?: Plain | Falsy
        readonly options?: readonly {
          readonly chosen?: unknown
          readonly label?: Said | Falsy
          readonly value?: Plain | Falsy
        }[] | Falsy
      } | Falsy
      readonly roles: Said
    })[]
    readonly record: Parts['parts/summary']
    readonly secondPerson: {
      readonly change?: { readonly button: Said; readonly wanted: Plain } | Falsy
      readonly text: Said
    }
    readonly services?: Plain | Falsy
    readonly standing: {
      readonly correct?: { readonly href: Plain; readonly quiet?: unknown; readonly text: Said } | Falsy
      readonly reason?: Parts['parts/own']['text'] | Falsy
      readonly tag: Parts['parts/tag']
      readonly text: Said
      readonly way?: Said | Falsy
    }
    readonly suspension?: {
      readonly action?: Plain | Falsy
      readonly lines: Parts['parts/summary']
      readonly text: Said
      readonly title: Said
    } | Falsy
    readonly webhooks?: Plain | Falsy
  }
  readonly 'firm/follow': {
    readonly actions?: Parts['parts/actions']['actions'] | Falsy
    readonly after?: ({
      readonly conditions?: unknown
      readonly permit?: unknown
    } & Omit<Parts['parts/firm-aftercare'], 'copy' | 'requestId'>) | Falsy
    readonly changes?: { readonly href: Plain; readonly text: Said } | Falsy
    readonly consents?: Parts['parts/summary'] | Falsy
    readonly consentsOpen?: unknown
    readonly copy?: ({
      readonly id?: Plain | Falsy
      readonly open?: unknown
      readonly renew?: unknown
    } & Parts['parts/firm-aftercare']['copy']) | Falsy
    readonly documents: Parts['parts/documents']
    readonly filed: readonly { readonly label: Said; readonly summary: Parts['parts/summary'] }[]
    readonly filing?: Parts['parts/firm-filing'] | Falsy
    readonly id: Plain
    readonly intention?: Omit<Parts['parts/firm-intention'], 'requestId'> | Falsy
    readonly letters?: readonly {
      readonly buttons?: readonly Parts['parts/button'][] | Falsy
      readonly number: Plain
      readonly tag: Parts['parts/tag']
      readonly text: Said
    }[] | Falsy
    readonly moment?: Parts['parts/firm-moment'] | Falsy
    readonly name: Parts['parts/case-title']['name']
    readonly next?: Parts['parts/firm-next'] | Falsy
    readonly number: Parts['parts/case-title']['number']
    readonly offered?: unknown
    readonly outcome?: {
      readonly lead?: Said | Falsy
      readonly next?: { readonly href?: Plain | Falsy; readonly text?: Said | Falsy } | Falsy
      readonly reasons?: Parts['parts/summary'] | Falsy
      readonly tone?: Plain | Falsy
      readonly way?: Said | Falsy
    } | Falsy
    readonly papers?: Parts['parts/documents'] | Falsy
    readonly promise?: Parts['parts/promise'] | Falsy
    readonly refusal?: {
      readonly reasons?: Parts['parts/firm-reasons']['reasons'] | Falsy
      readonly remedies?: Parts['parts/firm-remedies']['remedies'] | Falsy
    } | Falsy
    readonly requestId?: (Plain | (Parts['parts/firm-aftercare']['requestId'] &
      Parts['parts/firm-intention']['requestId'])) | Falsy
    readonly rounds?: Parts['parts/firm-rounds']['rounds'] | Falsy
    readonly steps: Parts['parts/case-title']['steps']
    readonly tag: Parts['parts/case-title']['tag']
    readonly talk?: Parts['parts/conversation'] | Falsy
    readonly timeline: Parts['parts/timeline']
  }
  readonly 'firm/mandate': {
    readonly action: Plain
    readonly agent: Parts['parts/own']['text']
    readonly form: Parts['parts/form/items']
    readonly lines: Parts['parts/summary']
    readonly title: Said
  }
  readonly 'firm/mandates': {
    readonly form?: Parts['parts/form/items'] | Falsy
    readonly lists: readonly ({
      readonly empty?: Said | Falsy
      readonly id: Plain
      readonly rows?: readonly {
        readonly confirm?: Plain | Falsy
        readonly end?: Plain | Falsy
        readonly endText?: Said | Falsy
        readonly id: Plain
        readonly lines: Parts['parts/summary']
        readonly name: Parts['parts/own']['text']
        readonly tag: Parts['parts/tag']
      }[] | Falsy
      readonly title: Said
    })[]
    readonly mayAsk?: unknown
    readonly onlyReads?: unknown
    readonly title: Said
  }
  readonly 'firm/register': {
    readonly action: Parts['parts/link-again']['action']
    readonly again?: unknown
    readonly code: Parts['parts/link-again']['code'] & Parts['parts/link-code']['code']
    readonly email: Plain
    readonly held?: Plain | Falsy
    readonly heldNames: Parts['parts/held']
    readonly megabytes: Plain
    readonly sections: {
      readonly account: Parts['parts/form/items']
      readonly facts: Parts['parts/form/items']
      readonly handler: Parts['parts/form/items']
      readonly papers: Parts['parts/form/items']
    }
    readonly title: Said
  }
  readonly 'firm/review': {
    readonly action: Plain
    readonly answers: readonly { readonly answer: Plain; readonly on: Plain }[]
    readonly asked?: Parts['parts/form/items'] | Falsy
    readonly asks?: Parts['parts/self-check-findings']['rows'] | Falsy
    readonly back?: { readonly href?: Plain | Falsy } | Falsy
    readonly button: { readonly text: Said; readonly unavailable?: unknown } & Parts['parts/action']
    readonly changes?: { readonly href: Plain; readonly text: Said } | Falsy
    readonly checked?: Parts['parts/self-check']['lines'] | Falsy
    readonly corrections?: Parts['parts/summary'] | Falsy
    readonly documents: Parts['parts/documents']
    readonly documentsHref: Plain
    readonly keep?: ({ readonly state: Plain } & Parts['parts/keep']) | Falsy
    readonly number: Plain
    readonly promise?: Parts['parts/promise'] | Falsy
    readonly requestId: Plain
    readonly sections: readonly ({
      readonly folded?: unknown
      readonly href: Plain
      readonly key: Plain
      readonly label: Said
    } & Parts['parts/firm-answers'])[]
    readonly stopTitle?: Said | Falsy
    readonly stops?: readonly { readonly href?: Plain | Falsy; readonly text?: Said | Falsy }[] | Falsy
    readonly title: Said
    readonly version: Plain
    readonly who: Said
  }
  readonly 'firm/section': {
    readonly action: Plain
    readonly aside?: {
      readonly note?: Parts['parts/note']['items'] | Falsy
      readonly rows?: Parts['parts/summary'] | Falsy
      readonly title: Said
    } | Falsy
    readonly conflict?: Parts['parts/conflict']['conflict'] | Falsy
    readonly conflictPaths?: Parts['parts/conflict']['paths'] | Falsy
    readonly count: Said
    readonly exports?: ({ readonly action: Plain } & Parts['parts/firm-exports']) | Falsy
    readonly firm?: Parts['parts/summary'] | Falsy
    readonly form: Parts['parts/form/items']
    readonly only?: Plain | Falsy
    readonly saved: Parts['parts/saved']['text']
    readonly skip?: Plain | Falsy
    readonly texts?: {
      readonly all?: { readonly href?: Plain | Falsy; readonly text?: Said | Falsy } | Falsy
      readonly errors?: readonly Said[] | Falsy
      readonly keep: Plain
      readonly name: Plain
      readonly offered?: readonly { readonly id: Plain; readonly name: Plain }[] | Falsy
      readonly open?: unknown
      readonly place: Plain
      readonly use?: Plain | Falsy
      readonly value: Plain
    } | Falsy
    readonly title: Said
    readonly version: Plain
    readonly was: Plain
    readonly who: Said
    readonly whole?: Plain | Falsy
    readonly zone?: Parts['parts/firm-zone'] | Falsy
  }
  readonly 'firm/start': {
    readonly earlier?: Parts['parts/table'] | Falsy
    readonly employers?: readonly { readonly text: Said; readonly value: Plain }[] | Falsy
    readonly empty: Parts['parts/action']
    readonly needed: Said
    readonly promise?: { readonly days: Plain; readonly decidedBy: Said; readonly ruler: Parts['parts/ruler'] } | Falsy
    readonly requestId: Plain
    readonly texts?: readonly { readonly id: Plain; readonly name: Plain }[] | Falsy
    readonly title: Said
  }
  readonly 'firm/tasks': {
    readonly actions?: Parts['parts/actions']['actions'] | Falsy
    readonly changed?: Said | Falsy
    readonly checked?: Parts['parts/self-check']['lines'] | Falsy
    readonly consents: Parts['parts/summary']
    readonly copied?: Parts['parts/firm-copied'] | Falsy
    readonly correction?: Omit<Parts['parts/firm-correction'], 'requestId'> | Falsy
    readonly id: Plain
    readonly intention?: Omit<Parts['parts/firm-intention'], 'requestId'> | Falsy
    readonly mandated?: unknown
    readonly name: Parts['parts/case-title']['name']
    readonly number: Parts['parts/case-title']['number']
    readonly papers?: Parts['parts/documents'] | Falsy
    readonly promise?: Parts['parts/promise'] | Falsy
    readonly requestId?: (Parts['parts/firm-correction']['requestId'] &
      Parts['parts/firm-intention']['requestId']) | Falsy
    readonly rounds?: Parts['parts/firm-rounds']['rounds'] | Falsy
    readonly steps: Parts['parts/case-title']['steps']
    readonly tag: Parts['parts/case-title']['tag']
    readonly talk?: Parts['parts/conversation'] | Falsy
    readonly tasks?: Parts['parts/tasks'] | Falsy
  }
  readonly 'firm/texts': {
    readonly mayChange?: unknown
    readonly texts?: readonly {
      readonly errors?: readonly Plain[] | Falsy
      readonly holds: Parts['parts/summary']
      readonly id: Plain
      readonly kept: Said
      readonly name: Plain
      readonly remove?: Plain | Falsy
      readonly rename?: Plain | Falsy
      readonly typed?: Plain | Falsy
    }[] | Falsy
    readonly title: Said
  }
  readonly 'go-on': {
    readonly candidate?: unknown
    readonly fields: readonly { readonly name: Plain; readonly value: Plain }[]
    readonly files?: unknown
    readonly title?: Said | Falsy
    readonly to: Plain
    readonly upload?: unknown
  }
  readonly 'home': {
    readonly code: Parts['parts/check-code']['code']
    readonly codeExample: Parts['parts/check-code']['example']
    readonly criteria: {
      readonly questions?: readonly { readonly name: Said; readonly weight: Said }[] | Falsy
      readonly routes?: Parts['parts/routes']['routes'] | Falsy
    }
    readonly figures?: { readonly items?: Parts['parts/figures']['items'] | Falsy; readonly period: Said } | Falsy
    readonly promise?: ({
      readonly days: Plain
      readonly decidedBy: Said
      readonly provisional?: unknown
      readonly ruler: Parts['parts/ruler']
    } & Parts['parts/promise-stages']) | Falsy
    readonly selfCheck?: Plain | Falsy
  }
  readonly 'how-it-works': {
    readonly correctionDays: Plain
    readonly correctionRounds: Plain
    readonly documents?: readonly {
      readonly hint?: Said | Falsy
      readonly name: Said
      readonly rule?: Said | Falsy
    }[] | Falsy
    readonly letterMonths: Plain
    readonly promise: {
      readonly assessment: Plain
      readonly days: Plain
      readonly decidedBy: Said
      readonly decision: Plain
      readonly intake: Plain
      readonly ruler: Parts['parts/ruler']
    }
    readonly reviewDays: Plain
    readonly sections: Said
  }
  readonly 'kept-elsewhere': {
    readonly action: Plain
    readonly hidden: readonly { readonly name: Plain; readonly value: Plain }[]
    readonly page: Plain
    readonly savedAt: Said
    readonly table?: Parts['parts/compare'] | Falsy
    readonly title: Said
  }
  readonly 'kit/desk': {
    readonly accept: Parts['parts/case/accept']
    readonly afterwards?: Parts['parts/then']['items'] | Falsy
    readonly asked?: Parts['parts/asked']['asked'] | Falsy
    readonly assessment: Parts['parts/case/assessment']
    readonly can: Parts['parts/case/actions']
    readonly changed: Parts['parts/case/changed']
    readonly chips: Parts['parts/chips']
    readonly documents: Parts['parts/case/papers']
    readonly evidence: Parts['parts/case/evidence']
    readonly flags: Parts['parts/case/flags']
    readonly heard: Parts['parts/case/facts']
    readonly inbox?: Parts['parts/inbox']['groups'] | Falsy
    readonly kits: Parts['parts/tabs']
    readonly known: Parts['parts/known']
    readonly ledger: Parts['parts/case/ledger']
    readonly letter: Parts['parts/case/letter']
    readonly letters: readonly Parts['parts/letter'][]
    readonly matters?: Parts['parts/case/matters']['matters'] | Falsy
    readonly mentions?: Parts['parts/mentions']['mentions'] | Falsy
    readonly noteForm: Parts['parts/form/items']
    readonly opinions: Parts['parts/case/compared']
    readonly ownTasks?: Parts['parts/own-tasks']['items'] | Falsy
    readonly pages: Parts['parts/pages']
    readonly points: Parts['parts/case/points']
    readonly preview: Parts['parts/preview']
    readonly queue: Parts['parts/queue']
    readonly related: readonly Parts['parts/case/related'][]
    readonly sections?: Parts['parts/case/answers']['sections'] | Falsy
    readonly tabs: Parts['parts/tabs']
    readonly talk: Parts['parts/case/talk']
    readonly timeline: Parts['parts/case/history']
    readonly unsent?: Parts['parts/case/unsent']['rows'] | Falsy
  }
  readonly 'kit/firm': {
    readonly after: Parts['parts/firm-aftercare']
    readonly afterwards: {
      readonly items?: Parts['parts/then']['items'] | Falsy
      readonly title: Parts['parts/then']['title']
    }
    readonly answered: Parts['parts/firm-answers']
    readonly buttons: readonly Parts['parts/button'][]
    readonly checked?: Parts['parts/self-check']['lines'] | Falsy
    readonly compared: Parts['parts/compared']
    readonly copied: Parts['parts/firm-copied']
    readonly correction: Omit<Parts['parts/firm-correction'], 'requestId'>
    readonly empty: Parts['parts/empty']
    readonly exports: Parts['parts/firm-exports']
    readonly filing: Parts['parts/firm-filing']
    readonly head: Parts['parts/case-title']
    readonly history: Parts['parts/timeline']
    readonly intention: Parts['parts/firm-intention']
    readonly keyOnce: Parts['parts/key-once']
    readonly kits: Parts['parts/tabs']
    readonly linkOnce: Parts['parts/link-once']
    readonly moments: readonly Parts['parts/firm-moment'][]
    readonly next: Parts['parts/firm-next']
    readonly note?: Parts['parts/note']['items'] | Falsy
    readonly pages: Parts['parts/pages']
    readonly papers: Parts['parts/documents']
    readonly promise: Parts['parts/promise']
    readonly refusal?: {
      readonly reasons?: Parts['parts/firm-reasons']['reasons'] | Falsy
      readonly remedies?: Parts['parts/firm-remedies']['remedies'] | Falsy
    } | Falsy
    readonly rounds?: Parts['parts/firm-rounds']['rounds'] | Falsy
    readonly rulers: readonly { readonly name: Said; readonly ruler: Parts['parts/ruler'] }[]
    readonly summary: Parts['parts/summary']
    readonly table: Parts['parts/table']
    readonly tags: readonly Parts['parts/tag'][]
    readonly talk: Parts['parts/conversation']
    readonly taskList: Parts['parts/tasks']
    readonly zone: Parts['parts/firm-zone']
  }
  readonly 'kit/forms': {
    readonly bring: Parts['parts/firm-bring']
    readonly carried: Parts['parts/form/items']
    readonly conflict: Parts['parts/conflict']['conflict']
    readonly drop: Omit<Parts['parts/firm-drop'], 'requestId'>
    readonly files: Parts['parts/form/items']
    readonly filled: Parts['parts/form/items']
    readonly held: Parts['parts/held']
    readonly kits: Parts['parts/tabs']
    readonly later: readonly (Omit<Parts['parts/firm-kind'], 'action' | 'promise' | 'requestId'>)[]
    readonly more: Omit<Parts['parts/upload'], 'action' | 'requestId'>
    readonly needed: readonly (Omit<Parts['parts/firm-kind'], 'action' | 'promise' | 'requestId'>)[]
    readonly pairs: Omit<Parts['parts/firm-translations'], 'action' | 'requestId'>
    readonly saved: Parts['parts/saved']['text']
    readonly uploads: readonly {
      readonly broken?: unknown
      readonly part?: Plain | Falsy
      readonly stop?: Said | Falsy
      readonly text: Said
    }[]
    readonly wrong: Parts['parts/form/items']
  }
  readonly 'kit/office': {
    readonly absences?: Parts['parts/absences']['rows'] | Falsy
    readonly changes: Parts['parts/compare']
    readonly chooser: Parts['parts/report-chooser']
    readonly exports: Parts['parts/exports']
    readonly facts?: Parts['parts/policy/facts']['groups'] | Falsy
    readonly figures?: Parts['parts/figures']['items'] | Falsy
    readonly keyOnce: Parts['parts/key-once']
    readonly kits: Parts['parts/tabs']
    readonly linkOnce: Parts['parts/link-once']
    readonly paper: Omit<Parts['parts/paper-preview'], 'note'>
    readonly proof: Parts['parts/proof-carried']
    readonly proposals?: Parts['parts/people-proposals']['items'] | Falsy
    readonly reports: readonly Parts['parts/report-section'][]
    readonly shown: Parts['parts/policy/part']
    readonly year: Parts['parts/policy/year']
  }
  readonly 'kit/public': {
    readonly answers?: Parts['parts/self-check-meaning']['answers'] | Falsy
    readonly code: Parts['parts/check-code']
    readonly consents?: Parts['parts/host-consents']['consents'] | Falsy
    readonly criteria: Parts['parts/routes']
    readonly difference: Parts['parts/self-check-difference']['difference']
    readonly figures?: Parts['parts/figures']['items'] | Falsy
    readonly file: Parts['parts/check-file']
    readonly hostFrame: {
      readonly speech: { readonly own: Parts['parts/host-consents']['own'] & Parts['parts/host-signatures']['own'] }
      readonly words: Parts['parts/host-consents']['words'] & Parts['parts/host-signatures']['words']
    } & Parts['parts/host-languages']
    readonly kits: Parts['parts/tabs']
    readonly over: Parts['parts/self-check-meaning']['over']
    readonly promised?: ({
      readonly decidedBy: Said
      readonly ruler: Parts['parts/ruler']
    } & Parts['parts/promise-stages']) | Falsy
    readonly result: {
      readonly decision: Parts['parts/self-check-decision']
      readonly meaning: Parts['parts/self-check-meaning']['meaning']
    } & Parts['parts/self-check-result']
    readonly scorecard: Parts['parts/scorecard']
    readonly seals: readonly (Parts['parts/seal']['kind'])[]
    readonly sections?: Parts['parts/self-check-form']['sections'] | Falsy
    readonly signIn: Parts['parts/sign-in-carried']
    readonly signatures?: Parts['parts/host-signatures']['signatures'] | Falsy
    readonly take?: Parts['parts/self-check-difference']['take'] | Falsy
    readonly verdict: Parts['parts/verdict']
    readonly whatIf: Parts['parts/self-check-what-if']
  }
  readonly 'link': {
    readonly action: Plain
    readonly asks?: { readonly hint: Said; readonly label: Said } | Falsy
    readonly lead: Said
    readonly pasted?: unknown
    readonly problem?: Said | Falsy
    readonly title: Said
  }
  readonly 'message': {
    readonly actions?: readonly Parts['parts/button'][] | Falsy
    readonly heading: Said
    readonly lead?: Said | Falsy
    readonly next?: {
      readonly items?: Parts['parts/then']['items'] | Falsy
      readonly title: Parts['parts/then']['title']
    } | Falsy
    readonly number?: Plain | Falsy
    readonly steps?: Parts['parts/steps'] | Falsy
  }
  readonly 'messages/choices': {
    readonly address: Parts['parts/form/items']
    readonly chat?: {
      readonly about: Said
      readonly at?: Plain | Falsy
      readonly failed?: Said | Falsy
      readonly hasFailed?: unknown
      readonly heading: Said
      readonly wanted?: Plain | Falsy
    } | Falsy
    readonly chatCode?: Parts['parts/form/items'] | Falsy
    readonly chatTo?: Parts['parts/form/items'] | Falsy
    readonly choices: Parts['parts/form/items']
    readonly email?: Plain | Falsy
    readonly mailbox?: unknown
    readonly sms?: {
      readonly about: Said
      readonly at?: Plain | Falsy
      readonly failed?: Said | Falsy
      readonly hasFailed?: unknown
      readonly heading: Said
      readonly wanted?: Plain | Falsy
    } | Falsy
    readonly smsCode?: Parts['parts/form/items'] | Falsy
    readonly smsTo?: Parts['parts/form/items'] | Falsy
    readonly title: Said
    readonly wanted?: Plain | Falsy
  }
  readonly 'messages/confirm': {
    readonly action: Plain | Parts['parts/link-again']['action']
    readonly code: Parts['parts/link-again']['code'] & Parts['parts/link-code']['code']
    readonly title: Said
  }
  readonly 'messages/mailbox': {
    readonly mails?: readonly ({
      readonly at: Said
      readonly datetime: Plain
      readonly id: Plain
      readonly lines?: readonly { readonly href?: Plain | Falsy; readonly text?: Plain | Falsy }[] | Falsy
      readonly subject: Plain
      readonly to: Plain
    })[] | Falsy
    readonly title: Said
  }
  readonly 'messages/messages': {
    readonly groups?: Parts['parts/inbox']['groups'] | Falsy
    readonly named?: Parts['parts/inbox']['groups'] | Falsy
    readonly none?: unknown
    readonly pages?: Parts['parts/pages'] | Falsy
    readonly some?: unknown
    readonly tabs: Parts['parts/tabs']
    readonly title: Said
    readonly unread?: unknown
  }
  readonly 'papers': {
    readonly empty?: Parts['parts/empty'] | Falsy
    readonly number: Plain
    readonly table?: Parts['parts/table'] | Falsy
    readonly title: Said
  }
  readonly 'person': {
    readonly span: Said
    readonly table: Parts['parts/table']
    readonly title: Said
    readonly who: Parts['parts/own']['text']
  }
  readonly 'policy/draft': {
    readonly about: Parts['parts/form/items']
    readonly address: Plain
    readonly affects: Said
    readonly back: { readonly href: Plain }
    readonly bodyErrors: readonly Said[]
    readonly earliest: Said
    readonly facts?: Parts['parts/policy/facts']['groups'] | Falsy
    readonly keep: { readonly state: Plain } & Parts['parts/keep']
    readonly kind: Said
    readonly name?: Said | Falsy
    readonly notice?: {
      readonly said?: Said | Falsy
      readonly text: Plain
      readonly unread?: readonly Said[] | Falsy
    } | Falsy
    readonly paper?: ({ readonly shown: Plain } & Omit<Parts['parts/paper-preview'], 'note'>) | Falsy
    readonly part?: Plain | Falsy
    readonly revision: Plain
    readonly title: Said
    readonly touches?: {
      readonly cut?: Said | Falsy
      readonly hidden?: unknown
      readonly said: Said
      readonly table?: Parts['parts/table'] | Falsy
    } | Falsy
    readonly year?: Parts['parts/policy/year'] | Falsy
  }
  readonly 'policy/kind': {
    readonly add?: Plain | Falsy
    readonly preview?: Plain | Falsy
    readonly table: Parts['parts/table']
    readonly title: Said
    readonly what: Said
  }
  readonly 'policy/kinds': {
    readonly endings?: readonly {
      readonly href: Plain
      readonly name: Said
      readonly then: Said
      readonly when: Said
    }[] | Falsy
    readonly groups: readonly ({
      readonly kinds?: readonly {
        readonly count: Said
        readonly href: Plain
        readonly label: Said
        readonly next?: Said | Falsy
        readonly what: Said
      }[] | Falsy
      readonly title: Said
    })[]
    readonly open?: { readonly count: Plain; readonly href: Plain } | Falsy
    readonly title: Said
    readonly waiting?: Parts['parts/table'] | Falsy
  }
  readonly 'policy/rules': {
    readonly filed?: unknown
    readonly judgedOn?: Said | Falsy
    readonly kinds: readonly { readonly label: Said; readonly table: Parts['parts/table'] }[]
    readonly replaced?: unknown
    readonly title: Said
  }
  readonly 'policy/template': {
    readonly address: Plain
    readonly number: Plain
    readonly problem?: Said | Falsy
    readonly sample: Parts['parts/button']
    readonly sheets: readonly Parts['parts/letter'][]
    readonly title: Said
    readonly version: { readonly href: Plain; readonly text: Said }
  }
  readonly 'policy/templates': {
    readonly groups: readonly Parts['parts/table'][]
    readonly title: Said
    readonly versions: Parts['parts/table']
  }
  readonly 'policy/to-confirm': {
    readonly questions?: readonly ({
      readonly answer?: Plain | Falsy
      readonly entries?: readonly { readonly href: Plain; readonly text: Said }[] | Falsy
      readonly href: Plain
      readonly label: Said
      readonly meanwhile: Said
      readonly question: Said
      readonly source: Said
    })[] | Falsy
    readonly title: Said
  }
  readonly 'policy/version': {
    readonly affects: Said
    readonly again?: { readonly another?: Plain | Falsy; readonly next: Plain } | Falsy
    readonly answered?: Parts['parts/compare'] | Falsy
    readonly changes?: Parts['parts/compare'] | Falsy
    readonly decide?: {
      readonly approve: Plain
      readonly button: Parts['parts/button']
      readonly revision: Plain
      readonly sendBack: Plain
    } | Falsy
    readonly facts: Parts['parts/summary']
    readonly first?: unknown
    readonly form?: ({
      readonly keep?: ({ readonly state?: Plain | Falsy } & Parts['parts/keep']) | Falsy
    } & Parts['parts/form/items']) | Falsy
    readonly left?: Parts['parts/notice'] | Falsy
    readonly name: Said
    readonly open: readonly {
      readonly href: Plain
      readonly label: Said
      readonly meanwhile: Said
      readonly question: Said
    }[]
    readonly own?: { readonly change: Plain; readonly withdraw: Plain } | Falsy
    readonly parts: readonly Parts['parts/policy/part'][]
    readonly same?: unknown
    readonly tag: Parts['parts/tag']
    readonly title: Said
    readonly touches?: {
      readonly cut?: Said | Falsy
      readonly hidden?: unknown
      readonly said: Said
      readonly table?: Parts['parts/table'] | Falsy
    } | Falsy
    readonly tries?: readonly { readonly href: Plain; readonly text: Said }[] | Falsy
    readonly use?: {
      readonly notes?: readonly Said[] | Falsy
      readonly text?: { readonly href: Plain; readonly text: Said } | Falsy
    } | Falsy
    readonly versions: readonly {
      readonly current?: unknown
      readonly href?: Plain | Falsy
      readonly state: Said
      readonly text?: Said | Falsy
    }[]
    readonly year?: Parts['parts/policy/year'] | Falsy
  }
  readonly 'privacy': {
    readonly contact: Said
    readonly handler: Said
    readonly retention?: Parts['parts/summary']['rows'] | Falsy
  }
  readonly 'reports/cases': {
    readonly asOf?: Said | Falsy
    readonly empty?: Parts['parts/empty'] | Falsy
    readonly heading: Said
    readonly more?: Parts['parts/pages'] | Falsy
    readonly period: Said
    readonly table?: Parts['parts/table'] | Falsy
  }
  readonly 'reports/reports': {
    readonly asOf?: Said | Falsy
    readonly chooser: Parts['parts/report-chooser']
    readonly figures?: Parts['parts/figures']['items'] | Falsy
    readonly method: readonly Said[]
    readonly note?: Said | Falsy
    readonly period: Said
    readonly sections: readonly Parts['parts/report-section'][]
  }
  readonly 'reports/service-figures': {
    readonly asOf?: Said | Falsy
    readonly figures?: Parts['parts/figures']['items'] | Falsy
    readonly period: Said
    readonly sections: readonly Parts['parts/report-section'][]
  }
  readonly 'reports/what-if': {
    readonly asOf?: Said | Falsy
    readonly csv?: Plain | Falsy
    readonly drafts?: readonly { readonly chosen?: unknown; readonly text: Said; readonly value: Plain }[] | Falsy
    readonly empty?: Parts['parts/empty'] | Falsy
    readonly from?: Plain | Falsy
    readonly lines?: Parts['parts/table'] | Falsy
    readonly period: Said
    readonly section?: Parts['parts/report-section'] | Falsy
    readonly to?: Plain | Falsy
  }
  readonly 'self-check': {
    readonly answers?: Parts['parts/self-check-meaning']['answers'] | Falsy
    readonly begin?: {
      readonly action?: Plain | Falsy
      readonly hidden?: readonly { readonly name?: Plain | Falsy; readonly value?: Plain | Falsy }[] | Falsy
      readonly requestId?: Plain | Falsy
    } | Falsy
    readonly difference?: Parts['parts/self-check-difference']['difference'] | Falsy
    readonly result?: ({
      readonly decision: Parts['parts/self-check-decision']
      readonly meaning: Parts['parts/self-check-meaning']['meaning']
    } & Parts['parts/self-check-result']) | Falsy
    readonly sections?: Parts['parts/self-check-form']['sections'] | Falsy
    readonly take?: Parts['parts/self-check-difference']['take'] | Falsy
    readonly title?: Parts['parts/self-check-meaning']['over'] | Falsy
    readonly whatIf?: Parts['parts/self-check-what-if'] | Falsy
  }
  readonly 'self-check-draft': {
    readonly difference?: Parts['parts/self-check-difference']['difference'] | Falsy
    readonly result: {
      readonly decision: Parts['parts/self-check-decision']
      readonly meaning: Parts['parts/self-check-meaning']['meaning']
    } & Parts['parts/self-check-result']
    readonly review: Plain
    readonly whatIf: Parts['parts/self-check-what-if']
    readonly who: Parts['parts/self-check-meaning']['over']
  }
  readonly 'service-accounts/list': {
    readonly firm?: unknown
    readonly form?: Parts['parts/form/items'] | Falsy
    readonly rows?: readonly {
      readonly href: Plain
      readonly line: Said
      readonly name: Plain
      readonly owner?: Said | Falsy
      readonly tag: Parts['parts/tag']
    }[] | Falsy
    readonly title: Said
  }
  readonly 'service-accounts/one': {
    readonly addKey?: Plain | Falsy
    readonly calls?: Parts['parts/table'] | Falsy
    readonly confirm?: Plain | Falsy
    readonly earlier?: Plain | Falsy
    readonly end?: Plain | Falsy
    readonly facts: Parts['parts/summary']
    readonly keyForm?: Parts['parts/form/items'] | Falsy
    readonly keys?: readonly {
      readonly end?: Plain | Falsy
      readonly line: Said
      readonly name: Plain
      readonly prefix: Plain
      readonly tag: Parts['parts/tag']
    }[] | Falsy
    readonly left?: unknown
    readonly once?: Parts['parts/key-once'] | Falsy
    readonly refused?: readonly Said[] | Falsy
    readonly responsibleForm?: Parts['parts/form/items'] | Falsy
    readonly setResponsible?: Plain | Falsy
    readonly tag: Parts['parts/tag']
    readonly title: Said
  }
  readonly 'sign-in': {
    readonly account: Plain
    readonly accounts?: readonly { readonly account: Plain; readonly who: Said }[] | Falsy
    readonly accountsPassword?: Plain | Falsy
    readonly backTo: Plain
    readonly hosts?: readonly {
      readonly href?: Plain | Falsy
      readonly pin?: Plain | Falsy
      readonly who?: Said | Falsy
    }[] | Falsy
    readonly kept?: Plain | Falsy
    readonly problem?: Said | Falsy
    readonly provider?: { readonly href: Plain; readonly text: Said } | Falsy
    readonly registerHref?: Plain | Falsy
  }
  readonly 'signing': {
    readonly download: Parts['parts/button']
    readonly earlier?: readonly Parts['parts/summary'][] | Falsy
    readonly present?: Parts['parts/summary'] | Falsy
    readonly timeStamp?: Plain | Falsy
  }
  readonly 'status': {
    readonly code?: Plain | Falsy
    readonly example?: Plain | Falsy
    readonly found?: { readonly days: Parts['parts/summary']; readonly lead: Said } | Falsy
    readonly languageForm?: Plain | Falsy
    readonly number?: Plain | Falsy
    readonly problem?: Said | Falsy
    readonly wrongCode?: unknown
  }
  readonly 'talent': {
    readonly consents?: Parts['parts/host-consents']['consents'] | Falsy
    readonly consentsOpen?: Parts['parts/host-consents']['open'] | Falsy
    readonly copyHref: Plain
    readonly days: Parts['parts/summary']
    readonly erased?: unknown
    readonly firm?: Said | Falsy
    readonly form: Parts['parts/form/items']
    readonly held?: unknown
    readonly letters?: Parts['parts/summary']['rows'] | Falsy
    readonly notice: Said
    readonly number: Plain
    readonly page: Plain
    readonly papers?: Parts['parts/summary']['rows'] | Falsy
    readonly pinHref?: Plain | Falsy
    readonly requests?: Parts['parts/summary']['rows'] | Falsy
    readonly sections: readonly {
      readonly key: Plain
      readonly label: Said
      readonly summary: Parts['parts/summary']
    }[]
    readonly signatures?: Parts['parts/host-signatures']['signatures'] | Falsy
    readonly signaturesOpen?: Parts['parts/host-signatures']['open'] | Falsy
    readonly speech: {
      readonly dir: Plain
      readonly lang: Plain
      readonly own: Plain | (Parts['parts/host-consents']['own'] & Parts['parts/host-signatures']['own'])
    }
    readonly state: Said
    readonly until: Said
    readonly words: {
      readonly ask: Said
      readonly changePin?: Said | Falsy
      readonly close: Said
      readonly copy: Said
      readonly documents?: Said | Falsy
      readonly erased?: Said | Falsy
      readonly letters?: Said | Falsy
      readonly notice: Said
      readonly progress: Said
      readonly readWhole: Said
      readonly recorded?: Said | Falsy
      readonly requests?: Said | Falsy
      readonly sendRequest: Said
      readonly state: Said
      readonly title: Said
    } & Parts['parts/host-consents']['words'] & Parts['parts/host-signatures']['words']
  } & Parts['parts/host-languages']
  readonly 'talent-code': {
    readonly action: Plain
    readonly again: Plain
    readonly form: Parts['parts/form/items']
    readonly late?: Plain | Falsy
    readonly sent?: unknown
    readonly speech: { readonly dir: Plain; readonly lang: Plain; readonly own: Plain }
    readonly words: { readonly codeSent?: Said | Falsy; readonly enterCode: Said; readonly openPage: Said }
  } & Parts['parts/host-languages']
  readonly 'talent-copy': {
    readonly firm?: Said | Falsy
    readonly number: Plain
    readonly sections: readonly {
      readonly key: Plain
      readonly label: Said
      readonly summary: Parts['parts/summary']
    }[]
    readonly signed: Parts['parts/summary']
    readonly title: Said
  }
  readonly 'talent-enter': {
    readonly ask: Parts['parts/form/items']
    readonly askAction: Plain
    readonly late?: Plain | Falsy
    readonly pin: Parts['parts/form/items']
    readonly pinAction: Plain
    readonly speech: { readonly dir: Plain; readonly foreign?: unknown; readonly lang: Plain; readonly own: Plain }
    readonly words: {
      readonly askHow?: Said | Falsy
      readonly doorLead: Said
      readonly doorOwn: Said
      readonly firstTime: Said
      readonly hasPin: Said
      readonly open: Said
      readonly sendCode: Said
      readonly title: Said
    }
  } & Parts['parts/host-languages']
  readonly 'talent-make': {
    readonly action?: Plain | Falsy
    readonly consents?: readonly Said[] | Falsy
    readonly enter?: Parts['parts/form/items'] | Falsy
    readonly form?: Parts['parts/form/items'] | Falsy
    readonly make?: { readonly action: Plain; readonly button: Parts['parts/action'] } | Falsy
    readonly passportMissing?: unknown
    readonly replaces?: unknown
    readonly reset?: Plain | Falsy
    readonly send?: Parts['parts/action'] | Falsy
    readonly shown?: { readonly href: Plain; readonly qr: Plain } | Falsy
    readonly signed: Parts['parts/summary']
    readonly standing: Parts['parts/summary']
    readonly state?: Said | Falsy
    readonly title: Said
  }
  readonly 'talent-pin': {
    readonly action: Plain
    readonly form: Parts['parts/form/items']
    readonly speech: { readonly dir: Plain; readonly lang: Plain; readonly own: Plain }
    readonly words: { readonly pinLead: Said; readonly setPin: Said }
  } & Parts['parts/host-languages']
  readonly 'talent-sign': {
    readonly action?: Plain | Falsy
    readonly closed?: Said | Falsy
    readonly confirmed?: unknown
    readonly declares: Said
    readonly digest?: Plain | Falsy
    readonly errors?: { readonly confirmed?: Said | Falsy; readonly strokes?: Said | Falsy } | Falsy
    readonly field?: {
      readonly height?: Plain | Falsy
      readonly most?: Plain | Falsy
      readonly width?: Plain | Falsy
    } | Falsy
    readonly lead: Said
    readonly name?: Plain | Falsy
    readonly page?: Plain | Falsy
    readonly replaces?: unknown
    readonly sections: readonly {
      readonly heading: Said
      readonly key: Plain
      readonly summary: Parts['parts/summary']
    }[]
    readonly strokes?: Plain | Falsy
    readonly title: Said
    readonly until?: Said | Falsy
  } & Parts['parts/host-languages']
  readonly 'verify': {
    readonly code: Parts['parts/check-code']['code']
    readonly codeExample: Parts['parts/check-code']['example']
    readonly codeProblem?: Parts['parts/check-code']['problem'] | Falsy
    readonly fileProblem?: Parts['parts/check-file']['problem'] | Falsy
  }
  readonly 'verify-result': {
    readonly check: Parts['parts/summary']
    readonly contact?: Said | Falsy
    readonly follow?: Plain | Falsy
    readonly history?: Parts['parts/timeline']['items'] | Falsy
    readonly letter?: Parts['parts/summary'] | Falsy
    readonly onward?: { readonly href: Plain } | Falsy
    readonly sendFile?: unknown
    readonly verdict: {
      readonly note?: {
        readonly items?: (Parts['parts/line']['items'] & Parts['parts/note']['items']) | Falsy
        readonly tone?: Parts['parts/note']['tone'] | Falsy
      } | Falsy
    } & Parts['parts/verdict']
  }
  readonly 'webhooks/list': {
    readonly form: Parts['parts/form/items']
    readonly refused?: readonly Said[] | Falsy
    readonly rows?: readonly {
      readonly address: Plain
      readonly href: Plain
      readonly line: Said
      readonly owner?: Said | Falsy
      readonly tag: Parts['parts/tag']
    }[] | Falsy
    readonly title: Said
  }
  readonly 'webhooks/one': {
    readonly address: Plain
    readonly deliveries?: Parts['parts/table'] | Falsy
    readonly earlier?: Plain | Falsy
    readonly facts: Parts['parts/summary']
    readonly form?: Parts['parts/form/items'] | Falsy
    readonly once?: Parts['parts/key-once'] | Falsy
    readonly pause?: Plain | Falsy
    readonly remove: Plain
    readonly replay?: Plain | Falsy
    readonly resume?: Plain | Falsy
    readonly rotate: Plain
    readonly tag: Parts['parts/tag']
    readonly title: Said
  }
}
