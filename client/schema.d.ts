/** Made from the description of the API by `npm run client`. */

export interface paths {
    "/api/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in; sets a cookie and returns the token to send as x-csrf-token. Staff also send a code: 401 says whether it is missing (codeNeeded) or an authenticator has to be added first (enrolmentNeeded, with its key) */
        post: operations["signIn"];
        /** Sign out */
        delete: operations["signOut"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/session/proof": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Confirm your identity again by a code or, without a second factor, your password. Issuing, revoking and exporting in a session require it (403, proofNeeded) */
        post: operations["proveIdentity"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get your own account */
        get: operations["getMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Your API keys */
        get: operations["listKeys"];
        put?: never;
        /** Create an API key; the secret is shown only once */
        post: operations["createKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke an API key */
        delete: operations["endKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Get an access token for a service account that signs with a private key (RFC 7523); send the body as JSON or as a form. aud is the address of this installation, exp is at most five minutes ahead, jti is used once. 400 and 401 have `error` as in RFC 6749 and give the reason in `problems` */
        post: operations["getToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the cases you have access to, the most urgent first unless `sort` says otherwise */
        get: operations["listCases"];
        put?: never;
        /** Start a draft, empty or with the answers of an earlier case of the firm (`from`); `answers` are merged into them. With `mandate` an agent starts it for the employer who gave that mandate. Answers not in the expected format are kept as sent and listed in `problems` */
        post: operations["startCase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cases/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One case, with what you may do now */
        get: operations["getCase"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cases/{id}/answers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Merge answers into a draft; lists are replaced as a whole, null removes an answer. Answers not in the expected format are kept as sent, as on the page, and listed in `problems` until corrected */
        put: operations["saveAnswers"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cases/{id}/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Check a case: problems that prevent submission, warnings, points and routes */
        get: operations["checkCase"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cases/{id}/documents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Upload a document; it replaces the one of the same kind unless `beside` is true */
        post: operations["attachDocument"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cases/{id}/documents/{document}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Download a document */
        get: operations["downloadDocument"];
        put?: never;
        post?: never;
        /** Remove a document */
        delete: operations["removeDocument"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cases/{id}/actions/{action}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Perform an action or add an entry: `availableActions` of the case lists them, the schema ACTIONInput describes the input */
        post: operations["doAction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cases/{id}/exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the figures read from platform exports (documents of kind platformExport), by channel */
        get: operations["listExports"];
        put?: never;
        /** Copy the figures read from a table to a channel: months, indicators and the period. A person must have checked them with `listExports` first */
        post: operations["takeExport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/batches/workbook": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Download the empty workbook (XLSX) */
        get: operations["downloadBatchWorkbook"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/batches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Upload a completed workbook; each row becomes a draft in the name of the sender */
        post: operations["orderBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/batches/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a batch with its rows; if you uploaded it and it was interrupted, this resumes it */
        get: operations["getBatch"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/batches/{id}/move": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Pause, resume or stop a batch; drafts already made are kept */
        post: operations["moveBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/batches/{id}/papers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Upload documents for a batch, as a ZIP or one by one; they are matched by name and not stored twice */
        post: operations["sendBatchDocuments"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/batches/{id}/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Download the workbook with a remark in each row */
        get: operations["downloadBatchReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what happened in the cases you have access to, without gaps: send `next` as `after` the next time. Events say what happened in which case and contain no personal data */
        get: operations["listEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/mandates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the mandates of your firm, as employer and as agent; open ones first */
        get: operations["listMandates"];
        put?: never;
        /** Ask an employer for a mandate as agent (`side` agent), or give one as employer (`side` employer). Giving one needs your own session and a renewed proof, not a key */
        post: operations["askMandate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/mandates/{id}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Agree to what an agent asked for, or to less; what you omit is agreed to as requested. Needs your own session and a renewed proof, not a key */
        post: operations["confirmMandate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/mandates/{id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End a mandate, decline one that is waiting, or withdraw your request */
        post: operations["endMandate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reference/{kind}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the reference data of one kind in force on a day: criteria, figures, time limits, calendar */
        get: operations["listReference"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the letters you have access to, by number, name, firm or, in a header, exact passport number */
        get: operations["listLetters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/letters/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One letter */
        get: operations["getLetter"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cases/{id}/papers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List all letters of a case, from the receipt on; use downloadLetter for the file */
        get: operations["listPapers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/letters/{id}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Download the signed letter; recorded */
        get: operations["downloadLetter"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/verify/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Check a letter by its code */
        get: operations["verifyCode"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Check a letter by the SHA-256 of its file; with its check code as well, an altered file can be distinguished from an unknown one */
        post: operations["verifyFile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/package-schema": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the JSON Schema of index.json and description.json in a package */
        get: operations["describePackages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/packages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** For permit officers: create a package of letters addressed to your authority */
        post: operations["createPackage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/packages/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a package, with the number of letters its last download has sent */
        get: operations["getPackage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/packages/{id}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Download the ZIP. It is written while being sent, and each letter is recorded when sent */
        get: operations["downloadPackage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/letters/{id}/package": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** For permit officers: download a letter with its documents and description as one ZIP; recorded */
        post: operations["downloadLetterPackage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/outcomes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** For permit officers: record the outcomes of one or more cases. Each line has its own result; a line with errors is not recorded and does not affect others. With `check`, nothing is recorded */
        post: operations["recordOutcomes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/self-check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Self-check: evaluate answers by the rules of a filing day, without a case; nothing is stored or decided */
        post: operations["checkYourself"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This description */
        get: operations["describeApi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List every kind of error and every error code */
        get: operations["listCodes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Session: {
            person: {
                account: string;
                name: string;
                roles: ("applicant" | "firmAdmin" | "preparer" | "viewer" | "intake" | "assessor" | "approver" | "supervisor" | "reviewPanel" | "permitOfficer" | "policyEditor" | "systemAdmin" | "securityAdmin" | "auditor")[];
                firmId: number | null;
                authorityId: number | null;
                /** @enum {string} */
                language: "zh" | "en";
            };
            csrfToken: string;
            /** @description Shown only once, after an authenticator was added */
            recoveryCodes?: string[];
        };
        CaseLine: {
            id: number;
            number: string;
            /** @enum {string} */
            state: "draft" | "submitted" | "awaitingCorrection" | "underAssessment" | "awaitingDecision" | "recommended" | "letterIssued" | "letterReceived" | "permitGranted" | "notRecommended" | "underReview" | "discarded" | "notAccepted" | "withdrawn" | "lapsed" | "permitRefused" | "letterExpired" | "letterRevoked";
            stateLabel: {
                zh: string;
                en: string;
            };
            version: number;
            /** Format: date */
            filedOn: string | null;
            /** Format: date */
            dueOn: string | null;
            /**
             * Format: date
             * @description The last day for your own authority: of the consultation it has to answer, otherwise dueOn; for a firm, the day of its first task
             */
            ownDueOn: string | null;
            /** @description Tasks of your firm, the earliest day first: the action to take (`renew`: start an application `from` this one), its last day, the number of items, and whether a colleague was asked to submit it (`ready`); empty for others */
            tasks: {
                /** @enum {string} */
                act: "resubmit" | "answerIntention" | "answerRevocation" | "meetCondition" | "settleConsent" | "message" | "requestReview" | "renew" | "submit";
                text: {
                    zh: string;
                    en: string;
                };
                /** Format: date */
                day: string | null;
                count: number;
                ready: boolean;
            }[];
            /** @description Whether the date is provisional because that year’s calendar is not announced */
            dueProvisional: boolean;
            /** @description The fast lane set on submission, with its working days */
            lane: {
                code: string;
                label: {
                    zh: string;
                    en: string;
                };
                limits: {
                    [key: string]: number;
                };
            } | null;
            talentName: string | null;
            systemName: string | null;
            firmName: string;
            /** @description The agent that submits it for `firmName` under a mandate, if any */
            agentName: string | null;
            /** @description Its English name; null if it had none */
            agentNameEn: string | null;
            post: string | null;
            claimedBy: string | null;
            /** Format: date-time */
            changedAt: string;
        };
        Document: {
            id: number;
            kind: string;
            name: string;
            mime: string;
            bytes: number;
            sha256: string;
            pages: number | null;
            width: number | null;
            height: number | null;
            /** Format: date */
            issuedOn: string | null;
            details: Record<string, never>;
            unfit: {
                code: string;
                path?: string;
                zh: string;
                en: string;
            }[];
            /**
             * @description Result of the virus scan; null if there is no scanner. The document can be opened when it is clean
             * @enum {string|null}
             */
            scan: "waiting" | "clean" | "infected" | "failed" | null;
            /** Format: date-time */
            uploadedAt: string;
            /** Format: date-time */
            replacedAt: string | null;
        };
        Case: {
            id: number;
            number: string;
            /** @enum {string} */
            state: "draft" | "submitted" | "awaitingCorrection" | "underAssessment" | "awaitingDecision" | "recommended" | "letterIssued" | "letterReceived" | "permitGranted" | "notRecommended" | "underReview" | "discarded" | "notAccepted" | "withdrawn" | "lapsed" | "permitRefused" | "letterExpired" | "letterRevoked";
            stateLabel: {
                zh: string;
                en: string;
            };
            version: number;
            /** Format: date */
            filedOn: string | null;
            /** Format: date */
            dueOn: string | null;
            /**
             * Format: date
             * @description The last day for your own authority: of the consultation it has to answer, otherwise dueOn; for a firm, the day of its first task
             */
            ownDueOn: string | null;
            /** @description Tasks of your firm, the earliest day first: the action to take (`renew`: start an application `from` this one), its last day, the number of items, and whether a colleague was asked to submit it (`ready`); empty for others */
            tasks: {
                /** @enum {string} */
                act: "resubmit" | "answerIntention" | "answerRevocation" | "meetCondition" | "settleConsent" | "message" | "requestReview" | "renew" | "submit";
                text: {
                    zh: string;
                    en: string;
                };
                /** Format: date */
                day: string | null;
                count: number;
                ready: boolean;
            }[];
            /** @description Whether the date is provisional because that year’s calendar is not announced */
            dueProvisional: boolean;
            /** @description The fast lane set on submission, with its working days */
            lane: {
                code: string;
                label: {
                    zh: string;
                    en: string;
                };
                limits: {
                    [key: string]: number;
                };
            } | null;
            talentName: string | null;
            systemName: string | null;
            firmName: string;
            /** @description The agent that submits it for `firmName` under a mandate, if any */
            agentName: string | null;
            /** @description Its English name; null if it had none */
            agentNameEn: string | null;
            post: string | null;
            claimedBy: string | null;
            /** Format: date-time */
            changedAt: string;
            answers: components["schemas"]["Application"];
            answersVersion: number;
            formVersion: string;
            documents: components["schemas"]["Document"][];
            events: {
                seq: number;
                /** Format: date-time */
                at: string;
                action: string;
                words: Record<string, never> | null;
                /** @enum {string} */
                state: "draft" | "submitted" | "awaitingCorrection" | "underAssessment" | "awaitingDecision" | "recommended" | "letterIssued" | "letterReceived" | "permitGranted" | "notRecommended" | "underReview" | "discarded" | "notAccepted" | "withdrawn" | "lapsed" | "permitRefused" | "letterExpired" | "letterRevoked";
                by: string | null;
                /** @description The firm that acted for the case’s own firm under its mandate */
                agentName: string | null;
                agentNameEn: string | null;
                authorityId: number | null;
                content: Record<string, never> | null;
            }[];
            assessments: {
                round: number;
                authorityId: number;
                by: string | null;
                /** Format: date-time */
                at: string;
                /** @enum {string} */
                opinion: "recommend" | "against";
                summary: string | null;
                findings: Record<string, never>[];
            }[];
            /** @description What the last recommendation proposed, and the class the candidate reaches without it, as worded in the letter */
            proposal: {
                /** @enum {string} */
                class: "A" | "B";
                route: string;
                months: number;
                treatment: string | null;
                reached: {
                    zh: string;
                    en: string;
                };
                proposed: {
                    zh: string;
                    en: string;
                };
                ground: {
                    zh: string;
                    en: string;
                };
            } | null;
            /** @description Open matters after the letter: the event that started it (for a condition not yet reported as met, the recommendation), the condition it is about, and the first day on which it waits for the lead department; null while it waits for the firm */
            matters: {
                event: number;
                kind: string;
                condition: number | null;
                /** Format: date */
                openFrom: string | null;
            }[];
            /** @description The mandate under which an agent submits the case; it covers filling in and `acts`. Null if there is none */
            mandate: {
                id: number;
                agentName: string;
                agentNameEn: string | null;
                acts: ("submit" | "report")[];
                /** Format: date */
                untilOn: string;
                inForce: boolean;
            } | null;
            parties: {
                authorityId: number;
                part: string;
            }[];
            availableActions: {
                action: string;
                kind: string;
                label: {
                    zh: string;
                    en: string;
                };
                enabled: boolean;
                because: {
                    code: string;
                    path?: string;
                    zh: string;
                    en: string;
                }[];
                inputSchema: string;
            }[];
        };
        Check: {
            judgedOn: string;
            form: {
                code: string;
                path: string;
                message: {
                    zh: string;
                    en: string;
                };
            }[];
            points: Record<string, never>;
            routes: Record<string, never>;
            ways: Record<string, never>[];
            category: string;
            age: number | null;
            blocks: {
                code: string;
                path: string;
                message: {
                    zh: string;
                    en: string;
                };
                source: {
                    zh: string;
                    en: string;
                };
            }[];
            warns: {
                code: string;
                path: string;
                message: {
                    zh: string;
                    en: string;
                };
                source: {
                    zh: string;
                    en: string;
                };
            }[];
            expectedDecisionOn: string;
            provisional: boolean;
            declared: Record<string, never>[];
            promised: Record<string, never>[];
            advice: {
                code: string;
                path: string;
                message: {
                    zh: string;
                    en: string;
                };
                source: {
                    zh: string;
                    en: string;
                };
                document: string;
            }[];
            crossChecks: {
                code: string;
                path: string;
                message: {
                    zh: string;
                    en: string;
                };
                source: {
                    zh: string;
                    en: string;
                };
            }[];
            streaming: {
                code: string;
                path: string;
                message: {
                    zh: string;
                    en: string;
                };
                source: {
                    zh: string;
                    en: string;
                };
                channel: number;
                channelName: {
                    zh: string;
                    en: string;
                };
                months: string[];
                arithmetic: {
                    zh: string;
                    en: string;
                };
                evidence: Record<string, never> | null;
            }[];
        };
        Outcome: {
            caseId: number;
            seq: number;
            /** @enum {string} */
            state: "draft" | "submitted" | "awaitingCorrection" | "underAssessment" | "awaitingDecision" | "recommended" | "letterIssued" | "letterReceived" | "permitGranted" | "notRecommended" | "underReview" | "discarded" | "notAccepted" | "withdrawn" | "lapsed" | "permitRefused" | "letterExpired" | "letterRevoked";
            stateLabel: {
                zh: string;
                en: string;
            };
            version: number;
            repeated: boolean;
        };
        ActionRequest: {
            /** @description The version of the case you have seen; not needed for an entry */
            version?: number;
            input?: components["schemas"]["submitInput"] | components["schemas"]["discardInput"] | components["schemas"]["recallInput"] | components["schemas"]["acceptInput"] | components["schemas"]["requestCorrectionInput"] | components["schemas"]["declineToAcceptInput"] | components["schemas"]["resubmitInput"] | components["schemas"]["withdrawInput"] | components["schemas"]["reportInput"] | components["schemas"]["consultInput"] | components["schemas"]["recommendInput"] | components["schemas"]["refuseInput"] | components["schemas"]["returnToAssessmentInput"] | components["schemas"]["recordLetterInput"] | components["schemas"]["receiveLetterInput"] | components["schemas"]["returnLetterInput"] | components["schemas"]["reissueLetterInput"] | components["schemas"]["revokeLetterInput"] | components["schemas"]["recordGrantedInput"] | components["schemas"]["recordRefusedInput"] | components["schemas"]["requestReviewInput"] | components["schemas"]["reopenRefusalInput"] | components["schemas"]["upholdRefusalInput"] | components["schemas"]["overturnRefusalInput"] | components["schemas"]["lapseInput"] | components["schemas"]["expireInput"] | components["schemas"]["saveAnswersInput"] | components["schemas"]["attachFileInput"] | components["schemas"]["askToSubmitInput"] | components["schemas"]["claimInput"] | components["schemas"]["handOverInput"] | components["schemas"]["assignInput"] | components["schemas"]["announceRefusalInput"] | components["schemas"]["answerIntentionInput"] | components["schemas"]["extendInput"] | components["schemas"]["extendLimitInput"] | components["schemas"]["recomputeInput"] | components["schemas"]["pauseLimitInput"] | components["schemas"]["resumeLimitInput"] | components["schemas"]["escalateInput"] | components["schemas"]["remindInput"] | components["schemas"]["meetConditionInput"] | components["schemas"]["completePermitInput"] | components["schemas"]["noteInput"] | components["schemas"]["chaseInput"] | components["schemas"]["giveTaskInput"] | components["schemas"]["finishTaskInput"] | components["schemas"]["declareInterestInput"] | components["schemas"]["proposeCorrectionInput"] | components["schemas"]["messageInput"] | components["schemas"]["reportChangeInput"] | components["schemas"]["reportEndInput"] | components["schemas"]["acknowledgeInput"] | components["schemas"]["askBackInput"] | components["schemas"]["confirmConditionInput"] | components["schemas"]["proposeRevocationInput"] | components["schemas"]["answerRevocationInput"] | components["schemas"]["recordConsentInput"] | components["schemas"]["withdrawConsentInput"] | components["schemas"]["signInput"] | components["schemas"]["settleConsentInput"];
        };
        Exports: {
            exports: {
                document: number;
                name: string;
                /** @enum {string} */
                state: "waiting" | "read";
                /** @description Why it offers nothing */
                why: {
                    zh: string;
                    en: string;
                } | null;
                /** @description One for each channel of the file’s platform */
                offers: {
                    /** @description Its position in `channels` of the answers, from 0 */
                    channel: number;
                    name: {
                        zh: string;
                        en: string;
                    };
                    months: {
                        month: string;
                        rows: {
                            zh: string;
                            en: string;
                        };
                        followers: number | null;
                        averageViewers: number | null;
                        sales: number | null;
                    }[];
                    indicators: {
                        zh: string;
                        en: string;
                    }[];
                    /** @description What is left out, and why */
                    left: {
                        zh: string;
                        en: string;
                    }[];
                }[];
            }[];
        };
        Batch: {
            id: number;
            name: string;
            /** @enum {string} */
            state: "running" | "paused" | "stopped" | "done";
            /** Format: date-time */
            madeAt: string;
            waiting: number;
            made: number;
            refused: number;
            ready: number;
            submitted: number;
            rows: {
                /** @description Row in the sheet of candidates */
                row: number;
                /** @enum {string} */
                state: "waiting" | "made" | "refused";
                caseId: number | null;
                /** @description Number of problems that prevented submission at the last check */
                lacking: number | null;
                draft: {
                    number: string;
                    /** @enum {string} */
                    state: "draft" | "submitted" | "awaitingCorrection" | "underAssessment" | "awaitingDecision" | "recommended" | "letterIssued" | "letterReceived" | "permitGranted" | "notRecommended" | "underReview" | "discarded" | "notAccepted" | "withdrawn" | "lapsed" | "permitRefused" | "letterExpired" | "letterRevoked";
                } | null;
                /** @description Why no draft was made from the row */
                refused: {
                    zh: string;
                    en: string;
                } | null;
                /** @description Problems in its cells */
                problems: {
                    code: string;
                    path: string;
                    message: {
                        zh: string;
                        en: string;
                    };
                }[];
            }[];
            /** @description For the last ZIP received */
            documents: {
                name: string;
                kept: number;
                same: number;
                /** @description Number rejected in addition to those named */
                more: number;
                /** Format: date-time */
                at: string;
                refused: {
                    name: string;
                    why: {
                        zh: string;
                        en: string;
                    };
                }[];
                /** @description If false, it is being unpacked (`running`) or was interrupted */
                ended: boolean;
                running: boolean;
            } | null;
        };
        Event: {
            /** @description The same wherever and however often the event is sent; also the webhook-id */
            id: string;
            /** @enum {string} */
            kind: "start" | "submit" | "discard" | "recall" | "accept" | "requestCorrection" | "declineToAccept" | "resubmit" | "withdraw" | "lapse" | "recommend" | "refuse" | "recordLetter" | "receiveLetter" | "returnLetter" | "reissueLetter" | "revokeLetter" | "expire" | "recordGranted" | "completePermit" | "recordRefused" | "requestReview" | "reopenRefusal" | "upholdRefusal" | "overturnRefusal" | "saveAnswers" | "attachFile" | "askToSubmit" | "announceRefusal" | "answerIntention" | "extend" | "extendLimit" | "recompute" | "pauseLimit" | "resumeLimit" | "remind" | "meetCondition" | "acknowledge" | "askBack" | "confirmCondition" | "proposeRevocation" | "answerRevocation" | "recordConsent" | "withdrawConsent" | "sign" | "settleConsent" | "message" | "reportChange" | "reportEnd" | "linkTalent" | "resetTalentPage" | "talentConsented" | "talentWithdrew" | "erase";
            /** Format: date-time */
            at: string;
            caseId: number;
            caseNumber: string | null;
            /** @description Increases with each event of a case, with gaps */
            order: number;
            links: {
                api: string;
                page: string;
            };
            /** @description The recommendation in force at that time */
            letter: {
                id: number;
                api: string;
                /** @description For the permit authority it is addressed to */
                package: string;
            } | null;
        };
        Mandate: {
            id: number;
            employerId: number;
            employerName: string;
            employerNameEn: string | null;
            agentId: number;
            agentName: string;
            agentNameEn: string | null;
            /** @enum {string} */
            state: "waiting" | "inForce" | "over";
            /** @description What it covers besides filling in */
            acts: ("submit" | "report")[];
            /** Format: date */
            untilOn: string;
            /** @description How many applications can be started under it; null: no limit */
            mostCases: number | null;
            note: string | null;
            /** Format: date-time */
            askedAt: string;
            /** Format: date-time */
            confirmedAt: string | null;
            /** Format: date-time */
            endedAt: string | null;
            endReason: string | null;
        };
        Letter: {
            id: number;
            caseId: number;
            caseNumber: string;
            kind: string;
            talentName: string | null;
            firmName: string;
            number: string;
            checkCode: string;
            sha256: string | null;
            /** Format: date-time */
            issuedAt: string | null;
            /** Format: date */
            validUntil: string | null;
            /** Format: date-time */
            receivedAt: string | null;
            endedAs: string | null;
            /** Format: date-time */
            endedAt: string | null;
        };
        Paper: {
            /** @description Null until the letter has been made */
            id: number | null;
            kind: string;
            label: {
                zh: string;
                en: string;
            };
            number: string | null;
            /** @description The check code of a receipt opens /status together with the case number */
            checkCode: string | null;
            /** Format: date-time */
            orderedAt: string;
            /** Format: date-time */
            issuedAt: string | null;
            endedAs: string | null;
        };
        Checked: {
            /** @enum {string} */
            standing: "valid" | "superseded" | "revoked" | "expired" | "void" | "specimen" | "unknown" | "altered";
            number: string | null;
            facts: Record<string, never> | null;
            /** Format: date-time */
            issuedAt: string | null;
            /** Format: date-time */
            endedAt: string | null;
            supersededBy: string | null;
            kind: string | null;
            /** @description A notice: what it announced was decided (superseded) or will not be (void) */
            announced: boolean;
        };
        Package: {
            id: number;
            letters: number;
            /** @description Where the ZIP is */
            file: string;
            /** Format: date-time */
            askedAt: string;
            /** Format: date-time */
            begunAt: string | null;
            /** Format: date-time */
            finishedAt: string | null;
            /** @description Number of letters sent by the last download */
            sent: number;
            papers: number;
            items: {
                letterId: number;
                number: string;
                /** Format: date-time */
                sentAt: string | null;
                papers: number | null;
            }[];
        };
        OutcomeResult: {
            /**
             * @description recorded: done, also if the same request did it before; already: the same outcome was recorded before; otherwise: the other outcome was recorded before; unknown: no letter with this number is addressed to your authority; notNow: as `said` explains, for example because the letter was not received; ready: can be recorded (`check`)
             * @enum {string}
             */
            code: "ready" | "recorded" | "unknown" | "twice" | "already" | "otherwise" | "stale" | "wrong" | "notNow";
            said: {
                zh: string;
                en: string;
            };
            caseId: number | null;
            caseNumber: string | null;
            /** @description Problems in the line; paths are the names of its members */
            problems: {
                code: string;
                path: string;
                message: {
                    zh: string;
                    en: string;
                };
            }[];
        };
        SelfCheck: {
            judgedOn: string;
            form: {
                code: string;
                path: string;
                message: {
                    zh: string;
                    en: string;
                };
            }[];
            points: Record<string, never>;
            routes: Record<string, never>;
            ways: Record<string, never>[];
            category: string;
            age: number | null;
            blocks: {
                code: string;
                path: string;
                message: {
                    zh: string;
                    en: string;
                };
                source: {
                    zh: string;
                    en: string;
                };
            }[];
            warns: {
                code: string;
                path: string;
                message: {
                    zh: string;
                    en: string;
                };
                source: {
                    zh: string;
                    en: string;
                };
            }[];
            expectedDecisionOn: string;
            provisional: boolean;
            declared: Record<string, never>[];
            promised: Record<string, never>[];
            advice: {
                code: string;
                path: string;
                message: {
                    zh: string;
                    en: string;
                };
                source: {
                    zh: string;
                    en: string;
                };
                document: string;
            }[];
            crossChecks: {
                code: string;
                path: string;
                message: {
                    zh: string;
                    en: string;
                };
                source: {
                    zh: string;
                    en: string;
                };
            }[];
            streaming: {
                code: string;
                path: string;
                message: {
                    zh: string;
                    en: string;
                };
                source: {
                    zh: string;
                    en: string;
                };
                channel: number;
                channelName: {
                    zh: string;
                    en: string;
                };
                months: string[];
                arithmetic: {
                    zh: string;
                    en: string;
                };
                evidence: Record<string, never> | null;
            }[];
            daysOff: Record<string, never>[];
            rules: {
                kind: string;
                key: string;
                /** Format: date */
                effectiveFrom: string;
            }[];
        };
        Failure: {
            /**
             * Format: uri-reference
             * @description `/api/codes#` and `error`: the same for each kind
             */
            type: string;
            title: string;
            status: number;
            detail: string;
            /**
             * Format: uri-reference
             * @description This response, by its `requestId`
             */
            instance: string;
            /** @description `title` in both languages */
            heading: {
                zh: string;
                en: string;
            };
            /** @description `detail` in both languages */
            message: {
                zh: string;
                en: string;
            };
            requestId: string;
            /** @description The kind of error, for programs to act on */
            error: string;
            problems?: {
                code: string;
                path: string;
                message: {
                    zh: string;
                    en: string;
                };
                source?: {
                    zh: string;
                    en: string;
                };
            }[];
            because?: {
                code: string;
                path?: string;
                zh: string;
                en: string;
            }[];
            /** @description If the case has changed meanwhile: its current version */
            version?: number;
            since?: {
                seq: number;
                action: string;
                /** Format: date-time */
                at: string;
                by: {
                    zh: string;
                    en: string;
                };
            }[];
        };
        Application: {
            /**
             * Contact person for this application
             * @description 本次申请的联系人
             *     If different from the registered contact person.
             * @default {}
             */
            contact: {
                /**
                 * Contact’s name
                 * @description 联系人姓名
                 */
                name?: string | null;
                /**
                 * Contact’s telephone
                 * @description 联系人电话
                 */
                phone?: string | null;
                /**
                 * Contact’s e-mail
                 * Format: email
                 * @description 联系人电子邮箱
                 */
                email?: string | null;
            } | null;
            /**
             * The candidate
             * @description 人选
             */
            talent: {
                /**
                 * Name, as in the machine-readable zone
                 * @description 姓名，按护照机读区
                 *     Letters A–Z and spaces only, surname first. The permit system refuses accents; the printed name goes into the next answer.
                 */
                systemName: string;
                /**
                 * Name, as printed in the passport
                 * @description 姓名，按护照印刷
                 */
                visualName: string;
                /**
                 * Chinese name
                 * @description 中文名
                 */
                chineseName?: string | null;
                /**
                 * Sex
                 * @description 性别
                 *     F: Female; M: Male; X: X in the passport.
                 * @enum {string}
                 */
                sex: "F" | "M" | "X";
                /**
                 * Date of birth
                 * Format: date
                 * @description 出生日期
                 */
                birthDate: string;
                /**
                 * Nationality
                 * @description 国籍
                 * @enum {string}
                 */
                nationality: "ABW" | "AFG" | "AGO" | "AIA" | "ALA" | "ALB" | "AND" | "ARE" | "ARG" | "ARM" | "ASM" | "ATA" | "ATF" | "ATG" | "AUS" | "AUT" | "AZE" | "BDI" | "BEL" | "BEN" | "BES" | "BFA" | "BGD" | "BGR" | "BHR" | "BHS" | "BIH" | "BLM" | "BLR" | "BLZ" | "BMU" | "BOL" | "BRA" | "BRB" | "BRN" | "BTN" | "BVT" | "BWA" | "CAF" | "CAN" | "CCK" | "CHE" | "CHL" | "CHN" | "CIV" | "CMR" | "COD" | "COG" | "COK" | "COL" | "COM" | "CPV" | "CRI" | "CUB" | "CUW" | "CXR" | "CYM" | "CYP" | "CZE" | "DEU" | "DJI" | "DMA" | "DNK" | "DOM" | "DZA" | "ECU" | "EGY" | "ERI" | "ESH" | "ESP" | "EST" | "ETH" | "FIN" | "FJI" | "FLK" | "FRA" | "FRO" | "FSM" | "GAB" | "GBR" | "GEO" | "GGY" | "GHA" | "GIB" | "GIN" | "GLP" | "GMB" | "GNB" | "GNQ" | "GRC" | "GRD" | "GRL" | "GTM" | "GUF" | "GUM" | "GUY" | "HKG" | "HMD" | "HND" | "HRV" | "HTI" | "HUN" | "IDN" | "IMN" | "IND" | "IOT" | "IRL" | "IRN" | "IRQ" | "ISL" | "ISR" | "ITA" | "JAM" | "JEY" | "JOR" | "JPN" | "KAZ" | "KEN" | "KGZ" | "KHM" | "KIR" | "KNA" | "KOR" | "KWT" | "LAO" | "LBN" | "LBR" | "LBY" | "LCA" | "LIE" | "LKA" | "LSO" | "LTU" | "LUX" | "LVA" | "MAC" | "MAF" | "MAR" | "MCO" | "MDA" | "MDG" | "MDV" | "MEX" | "MHL" | "MKD" | "MLI" | "MLT" | "MMR" | "MNE" | "MNG" | "MNP" | "MOZ" | "MRT" | "MSR" | "MTQ" | "MUS" | "MWI" | "MYS" | "MYT" | "NAM" | "NCL" | "NER" | "NFK" | "NGA" | "NIC" | "NIU" | "NLD" | "NOR" | "NPL" | "NRU" | "NZL" | "OMN" | "PAK" | "PAN" | "PCN" | "PER" | "PHL" | "PLW" | "PNG" | "POL" | "PRI" | "PRK" | "PRT" | "PRY" | "PSE" | "PYF" | "QAT" | "REU" | "ROU" | "RUS" | "RWA" | "SAU" | "SDN" | "SEN" | "SGP" | "SGS" | "SHN" | "SJM" | "SLB" | "SLE" | "SLV" | "SMR" | "SOM" | "SPM" | "SRB" | "SSD" | "STP" | "SUR" | "SVK" | "SVN" | "SWE" | "SWZ" | "SXM" | "SYC" | "SYR" | "TCA" | "TCD" | "TGO" | "THA" | "TJK" | "TKL" | "TKM" | "TLS" | "TON" | "TTO" | "TUN" | "TUR" | "TUV" | "TWN" | "TZA" | "UGA" | "UKR" | "UMI" | "URY" | "USA" | "UZB" | "VAT" | "VCT" | "VEN" | "VGB" | "VIR" | "VNM" | "VUT" | "WLF" | "WSM" | "XKX" | "XXA" | "XXB" | "XXC" | "YEM" | "ZAF" | "ZMB" | "ZWE";
                /**
                 * Passport
                 * @description 护照
                 */
                passport: {
                    /**
                     * The two lines at the foot of the photograph page
                     * @description 护照照片页最下面两行
                     *     Copy or paste them, 88 characters in all. The answers below are filled in from them. You can still change each answer.
                     */
                    mrz: [
                        string,
                        string
                    ];
                    /**
                     * Passport number
                     * @description 护照号码
                     */
                    number: string;
                    /**
                     * Code of the issuing state
                     * @description 签发国代码
                     *     Characters 3 to 5 of the first line; D for a German passport.
                     */
                    issuingState: string;
                    /**
                     * Passport valid until
                     * Format: date
                     * @description 护照有效期至
                     */
                    expiresOn: string;
                };
                /**
                 * The candidate is in China now
                 * @description 人选现在中国境内
                 *     With a valid residence permit, the work permit can be obtained without leaving China.
                 *     true: Yes; false: No.
                 */
                inChina?: boolean | null;
                /**
                 * Kind of visa or residence permit
                 * @description 签证或居留许可的种类
                 *     Only a residence permit for work allows work in China. With any other, a work permit comes first.
                 *     workResidence: Residence permit for work; privateResidence: Residence permit for private affairs; studyResidence: Residence permit for study; talentVisa: R visa (high-end talent); youngTalentVisa: K visa (young science and technology talent); businessVisa: M visa (trade); reunionVisa: Q1 visa (family reunion); familyVisa: S1 visa (private affairs, over 180 days); otherVisa: Another visa or permit.
                 * @enum {string|null}
                 */
                permitKind?: "workResidence" | "privateResidence" | "studyResidence" | "talentVisa" | "youngTalentVisa" | "businessVisa" | "reunionVisa" | "familyVisa" | "otherVisa" | null;
                /**
                 * Visa or residence permit valid until
                 * Format: date
                 * @description 签证或居留许可有效期至
                 */
                permitUntil?: string | null;
                /**
                 * The candidate’s e-mail
                 * Format: email
                 * @description 人选的电子邮箱
                 *     We send the link to the candidate’s own page here.
                 */
                email?: string | null;
                /**
                 * Education and skills
                 * @description 学历与技能
                 */
                education: {
                    /**
                     * Highest degree
                     * @description 最高学位
                     *     doctor: Doctor; master: Master; bachelor: Bachelor; none: No degree.
                     * @enum {string}
                     */
                    degree: "doctor" | "master" | "bachelor" | "none";
                    /**
                     * Awarding institution
                     * @description 授予学校
                     */
                    institution: string;
                    /**
                     * Vocational grade
                     * @description 职业技能等级
                     *     Leave empty if there is none.
                     *     seniorTechnician: Senior technician; technician: Technician; seniorWorker: Senior worker.
                     * @enum {string|null}
                     */
                    skillGrade?: "seniorTechnician" | "technician" | "seniorWorker" | null;
                };
                /**
                 * Years of related work (years)
                 * @description 相关工作年限
                 *     Full years count.
                 */
                experienceYears: number;
                /**
                 * Chinese
                 * @description 汉语水平
                 * @default {}
                 */
                chinese: {
                    /**
                     * HSK level
                     * @description HSK等级
                     *     1: HSK 1; 2: HSK 2; 3: HSK 3; 4: HSK 4; 5: HSK 5; 6: HSK 6; 7: HSK 7; 8: HSK 8; 9: HSK 9.
                     */
                    hsk?: number | null;
                    /**
                     * Was once a Chinese national
                     * @description 曾有中国国籍
                     */
                    formerChineseNational?: boolean | null;
                    /**
                     * Took a bachelor’s or higher degree taught in Chinese
                     * @description 本科以上学位课程以汉语授课
                     */
                    bachelorTaughtInChinese?: boolean | null;
                } | null;
                /**
                 * Other circumstances
                 * @description 其他情况
                 *     Tick all that apply, and attach evidence.
                 * @default {}
                 */
                other: {
                    /**
                     * Graduated from a high-level university abroad
                     * @description 毕业于境外高水平大学
                     */
                    topUniversity?: boolean | null;
                    /**
                     * Has worked for a Fortune 500 company
                     * @description 曾在世界500强企业任职
                     */
                    fortune500?: boolean | null;
                    /**
                     * Holds a patent or other intellectual property
                     * @description 有专利等知识产权
                     */
                    patent?: boolean | null;
                    /**
                     * Has worked in China for five consecutive years
                     * @description 连续在华工作满5年
                     */
                    fiveYearsInChina?: boolean | null;
                } | null;
                /**
                 * Resume
                 * @description 履历
                 *     Study, work and unemployment for every month up to last month, without gaps.
                 */
                resume: {
                    /**
                     * From
                     * @description 开始年月
                     */
                    from: string;
                    /**
                     * To
                     * @description 结束年月
                     *     Leave empty if it is still going on.
                     */
                    to?: string | null;
                    /**
                     * Study, work or other
                     * @description 学习、工作或其他
                     */
                    what: string;
                }[];
            };
            /**
             * Post and contract
             * @description 岗位与合同
             */
            engagement: {
                /**
                 * Post
                 * @description 岗位
                 */
                post: string;
                /**
                 * Post in English
                 * @description 岗位（英文）
                 *     Appears in the English letter. If empty, the post above is used.
                 */
                postEn?: string | null;
                /**
                 * Duties
                 * @description 工作内容
                 */
                duties?: string | null;
                /**
                 * Salary per year, before tax (yuan)
                 * @description 年薪（税前）
                 */
                salaryPerYear: number;
                /**
                 * Salary per month, before tax (yuan)
                 * @description 月薪（税前）
                 */
                salaryPerMonth: number;
                /**
                 * The pay is agreed in another currency
                 * @description 报酬以外币约定
                 *     With “Yes”, give the sums in that currency: they are converted into yuan by the rate in force on the day of saving. Where a currency has no rate, give the sum in yuan.
                 *     true: Yes; false: No.
                 */
                paidInOther?: boolean | null;
                /**
                 * Pay in the other currency
                 * @description 外币报酬
                 * @default {}
                 */
                paidIn: {
                    /**
                     * Currency
                     * @description 币种
                     *     AED: UAE dirham; AUD: Australian dollar; BRL: Brazilian real; CAD: Canadian dollar; CHF: Swiss franc; DKK: Danish krone; EUR: euro; GBP: pound sterling; HKD: Hong Kong dollar; HUF: Hungarian forint; IDR: Indonesian rupiah; INR: Indian rupee; JPY: Japanese yen; KRW: South Korean won; MOP: Macao pataca; MXN: Mexican peso; MYR: Malaysian ringgit; NOK: Norwegian krone; NZD: New Zealand dollar; PHP: Philippine peso; PLN: Polish zloty; RUB: Russian rouble; SAR: Saudi riyal; SEK: Swedish krona; SGD: Singapore dollar; THB: Thai baht; TRY: Turkish lira; USD: US dollar; VND: Vietnamese dong; ZAR: South African rand.
                     * @enum {string|null}
                     */
                    currency?: "AED" | "AUD" | "BRL" | "CAD" | "CHF" | "DKK" | "EUR" | "GBP" | "HKD" | "HUF" | "IDR" | "INR" | "JPY" | "KRW" | "MOP" | "MXN" | "MYR" | "NOK" | "NZD" | "PHP" | "PLN" | "RUB" | "SAR" | "SEK" | "SGD" | "THB" | "TRY" | "USD" | "VND" | "ZAR" | null;
                    /**
                     * Salary per year, before tax, in that currency
                     * @description 年薪（税前，外币）
                     */
                    perYear?: number | null;
                    /**
                     * Salary per month, before tax, in that currency
                     * @description 月薪（税前，外币）
                     */
                    perMonth?: number | null;
                    /**
                     * Rate (yuan for one unit)
                     * @description 折算率（1单位外币折人民币元）
                     *     Filled in by the system when you save.
                     */
                    rate?: number | null;
                    /**
                     * Date of the rate
                     * Format: date
                     * @description 折算率日期
                     *     The day on which the rate was published. Until you submit, each save uses the newest rate. After that, only changed amounts are converted again.
                     */
                    rateOn?: string | null;
                } | null;
                /**
                 * Months of work in China each year (months)
                 * @description 每年在华工作
                 */
                monthsPerYear: number;
                /**
                 * Term of the contract
                 * @description 合同期限
                 */
                contract: {
                    /**
                     * Contract starts on
                     * Format: date
                     * @description 合同开始日
                     */
                    start: string;
                    /**
                     * Contract ends on
                     * Format: date
                     * @description 合同结束日
                     */
                    end: string;
                };
                /**
                 * District of the place of work
                 * @description 工作地点所在区
                 *     310101: Huangpu; 310104: Xuhui; 310105: Changning; 310106: Jing’an; 310107: Putuo; 310109: Hongkou; 310110: Yangpu; 310112: Minhang; 310113: Baoshan; 310114: Jiading; 310115: Pudong New Area; 310116: Jinshan; 310117: Songjiang; 310118: Qingpu; 310120: Fengxian; 310151: Chongming.
                 * @enum {string}
                 */
                placeOfWork: "310101" | "310104" | "310105" | "310106" | "310107" | "310109" | "310110" | "310112" | "310113" | "310114" | "310115" | "310116" | "310117" | "310118" | "310120" | "310151";
                /**
                 * Reasons for engaging this person
                 * @description 聘用该人选的理由
                 *     What the post requires, and why no suitable person can be found in China.
                 */
                whyThisPerson?: string | null;
            };
            /**
             * Channels
             * @description 频道
             */
            channels: {
                /**
                 * Platform
                 * @description 平台
                 */
                platform: string;
                /**
                 * Account
                 * @description 账号
                 */
                handle: string;
                /**
                 * Link to the page
                 * @description 主页链接
                 *     Starts with https://. Copy it from your browser.
                 */
                link?: string | null;
                /**
                 * Followers
                 * @description 粉丝数
                 */
                followers: number;
                /**
                 * Average viewers
                 * @description 平均观看人数
                 */
                averageViewers: number;
                /**
                 * Sales of the last 12 months (yuan)
                 * @description 近12个月销售额
                 */
                salesLast12MonthsCny: number;
                /**
                 * The sales are in another currency
                 * @description 销售额以外币结算
                 *     With “Yes”, give the sums in that currency: they are converted into yuan by the rate in force on the day of saving. Where a currency has no rate, give the sum in yuan.
                 *     true: Yes; false: No.
                 */
                soldInOther?: boolean | null;
                /**
                 * Sales in the other currency
                 * @description 外币销售额
                 * @default {}
                 */
                soldIn: {
                    /**
                     * Currency
                     * @description 币种
                     *     AED: UAE dirham; AUD: Australian dollar; BRL: Brazilian real; CAD: Canadian dollar; CHF: Swiss franc; DKK: Danish krone; EUR: euro; GBP: pound sterling; HKD: Hong Kong dollar; HUF: Hungarian forint; IDR: Indonesian rupiah; INR: Indian rupee; JPY: Japanese yen; KRW: South Korean won; MOP: Macao pataca; MXN: Mexican peso; MYR: Malaysian ringgit; NOK: Norwegian krone; NZD: New Zealand dollar; PHP: Philippine peso; PLN: Polish zloty; RUB: Russian rouble; SAR: Saudi riyal; SEK: Swedish krona; SGD: Singapore dollar; THB: Thai baht; TRY: Turkish lira; USD: US dollar; VND: Vietnamese dong; ZAR: South African rand.
                     * @enum {string|null}
                     */
                    currency?: "AED" | "AUD" | "BRL" | "CAD" | "CHF" | "DKK" | "EUR" | "GBP" | "HKD" | "HUF" | "IDR" | "INR" | "JPY" | "KRW" | "MOP" | "MXN" | "MYR" | "NOK" | "NZD" | "PHP" | "PLN" | "RUB" | "SAR" | "SEK" | "SGD" | "THB" | "TRY" | "USD" | "VND" | "ZAR" | null;
                    /**
                     * Sales of the last 12 months, in that currency
                     * @description 近12个月销售额（外币）
                     */
                    last12Months?: number | null;
                    /**
                     * Rate (yuan for one unit)
                     * @description 折算率（1单位外币折人民币元）
                     *     Filled in by the system when you save.
                     */
                    rate?: number | null;
                    /**
                     * Date of the rate
                     * Format: date
                     * @description 折算率日期
                     *     The day on which the rate was published. Until you submit, each save uses the newest rate. After that, only changed amounts are converted again.
                     */
                    rateOn?: string | null;
                } | null;
                /**
                 * Languages
                 * @description 直播语言
                 *     Separate them with commas.
                 *     Commas and line breaks separate entries.
                 */
                languages: string[];
                /**
                 * Markets
                 * @description 目标市场
                 *     Separate them with commas.
                 *     Commas and line breaks separate entries.
                 */
                markets: string[];
                /**
                 * Product categories
                 * @description 商品类别
                 *     Choose from the list or type; separate them with commas. If the goods need a licence (food, alcohol, medical devices), upload it as well: intake and assessors check it.
                 *     Commas and line breaks separate entries.
                 */
                productCategories: string[];
                /**
                 * Enter figures from the platform’s export
                 * @description 另填平台导出的数据
                 *     Monthly figures, engagement, sales by country, violations on the account: assessors base their opinion on them. You can also upload the evidence only.
                 *     true: Yes; false: No.
                 */
                hasExport?: boolean | null;
                /**
                 * Data exported by the platform
                 * @description 平台导出的数据
                 * @default {}
                 */
                export: {
                    /**
                     * Period from
                     * Format: date
                     * @description 数据期间自
                     */
                    from?: string | null;
                    /**
                     * Period to
                     * Format: date
                     * @description 数据期间至
                     */
                    to?: string | null;
                    /**
                     * Real name of the account
                     * @description 账号实名状态
                     *     talent: Verified, in the candidate’s name; other: Verified, in another name; none: Not verified.
                     * @enum {string|null}
                     */
                    realName?: "talent" | "other" | "none" | null;
                    /**
                     * Page of the platform evidence with the monthly figures
                     * @description 按月数据在“平台账号及直播数据证明”中的页码
                     */
                    seriesPage?: number | null;
                    /**
                     * Figures by month
                     * @description 按月数据
                     */
                    series?: {
                        /**
                         * Month
                         * @description 月份
                         */
                        month: string;
                        /**
                         * Followers
                         * @description 月末粉丝数
                         */
                        followers?: number | null;
                        /**
                         * Viewers
                         * @description 平均观看
                         */
                        averageViewers?: number | null;
                        /**
                         * Sales (yuan)
                         * @description 销售额
                         */
                        sales?: number | null;
                    }[] | null;
                    /**
                     * Indicators
                     * @description 指标
                     */
                    indicators?: {
                        /**
                         * Indicator
                         * @description 指标
                         *     followers: Followers; averageViewers: Average viewers; peakViewers: Peak concurrent viewers; engagementRate: Engagement rate (%); sessions: Number of streams; hours: Hours streamed; sales: Sales (yuan); salesInCountry: Sales in one country or region (yuan); orders: Orders; returnRate: Return rate (%); complaintRate: Complaint rate (%).
                         * @enum {string}
                         */
                        kind: "followers" | "averageViewers" | "peakViewers" | "engagementRate" | "sessions" | "hours" | "sales" | "salesInCountry" | "orders" | "returnRate" | "complaintRate";
                        /**
                         * Figure
                         * @description 数值
                         */
                        value: number;
                        /**
                         * Country or region
                         * @description 国家或地区
                         */
                        country?: string | null;
                        /**
                         * Supporting document
                         * @description 所在材料
                         *     passportPage: Passport information page; photo: Photograph; resume: Resume; contract: Employment contract or proof of appointment; workExperience: Proof of work experience; degree: Highest degree or vocational certificate; policeRecord: Certificate of no criminal record; medical: Medical certificate; platformEvidence: Evidence from the streaming platforms; commitment: Commitment to lawful streaming; visaPage: Visa or residence permit page; cancellation: Cancellation of the earlier work permit; salaryCommitment: Commitment on the salary; recognition: Evidence for the claimed route; translation: Chinese translation; family: Family documents; promise: Letter of commitment in place of certificates; categoryLicence: Licence for the product category; qualification: The host’s professional qualification; previousPermit: The earlier work permit; platformExport: Data file exported by a platform; other: Other documents.
                         * @enum {string|null}
                         */
                        document?: "passportPage" | "photo" | "resume" | "contract" | "workExperience" | "degree" | "policeRecord" | "medical" | "platformEvidence" | "commitment" | "visaPage" | "cancellation" | "salaryCommitment" | "recognition" | "translation" | "family" | "promise" | "categoryLicence" | "qualification" | "previousPermit" | "platformExport" | "other" | null;
                        /**
                         * Page
                         * @description 页码
                         */
                        page?: number | null;
                    }[] | null;
                    /**
                     * Violations recorded against the account
                     * @description 账号违规记录
                     *     Leave it empty if there are none.
                     */
                    violations?: {
                        /**
                         * Date
                         * Format: date
                         * @description 日期
                         */
                        on: string;
                        /**
                         * Violation
                         * @description 违规事由
                         */
                        what: string;
                        /**
                         * Measures of the platform
                         * @description 平台的处理
                         */
                        outcome: string;
                    }[] | null;
                } | null;
            }[];
            /**
             * Commitment to lawful streaming
             * @description 合规直播承诺
             * @default {}
             */
            compliance: {
                /**
                 * The commitment to lawful streaming is signed
                 * @deprecated
                 * @description 合规直播承诺书已签署
                 *     Upload the signed and sealed letter under “Documents”. Here you can state what it covers.
                 *     true: Yes; false: No.
                 */
                isSigned?: boolean | null;
                /**
                 * Prohibited conduct that the commitment names
                 * @deprecated
                 * @description 承诺不从事的行为
                 *     The 31 acts of the Code of Conduct for Online Hosts, by group. Tick those that the commitment names.
                 *     stateAndSociety: State, ethnic groups and religion (1–9); dignityAndCrime: Discrimination and crime (10–14); copyright: Copyright (15); publicOrder: Public order and morals (16–19); minors: Minors (20); scienceAndFood: Science, environment and food (21–23); fans: Fans and interaction (24); consumers: Goods, advertising and tips (25–28); places: Places of filming (29); wealth: Flaunting wealth (30); otherActs: Other conduct (31).
                 */
                groups?: ("stateAndSociety" | "dignityAndCrime" | "copyright" | "publicOrder" | "minors" | "scienceAndFood" | "fans" | "consumers" | "places" | "wealth" | "otherActs")[] | null;
                /**
                 * Signed by the candidate on
                 * Format: date
                 * @deprecated
                 * @description 人选签字日期
                 */
                talentSignedOn?: string | null;
                /**
                 * Sealed by the firm on
                 * Format: date
                 * @deprecated
                 * @description 单位盖章日期
                 */
                firmSignedOn?: string | null;
            } | null;
            /** @default {} */
            circumstances: {
                /**
                 * The candidate comes from another employer in China
                 * @description 人选从境内另一家单位转来
                 *     Cancel the earlier work permit first.
                 *     true: Yes; false: No.
                 */
                changesEmployer?: boolean | null;
                /**
                 * Earlier work permit cancelled on
                 * Format: date
                 * @description 原工作许可注销日期
                 */
                cancelledOn?: string | null;
                /**
                 * Family members accompany the candidate
                 * @description 有家属随行
                 *     true: Yes; false: No.
                 */
                hasFamily?: boolean | null;
                /**
                 * Accompanying family members
                 * @description 随行家属
                 */
                familyMembers?: {
                    /**
                     * Relation to the candidate
                     * @description 与人选的关系
                     *     spouse: Spouse; child: Child under 18; parent: Parent; parentInLaw: Parent-in-law.
                     * @enum {string}
                     */
                    relation: "spouse" | "child" | "parent" | "parentInLaw";
                    /**
                     * Name, as in the passport
                     * @description 姓名，按护照
                     */
                    name: string;
                    /**
                     * Date of birth
                     * Format: date
                     * @description 出生日期
                     */
                    birthDate?: string | null;
                }[] | null;
                /**
                 * Some documents are not in Chinese
                 * @deprecated
                 * @description 有材料不是中文
                 *     Except the passport. Each needs a Chinese translation with the firm’s seal.
                 *     true: Yes; false: No.
                 */
                hasForeignPapers?: boolean | null;
                /**
                 * Documents not in Chinese
                 * @deprecated
                 * @description 非中文材料
                 *     contract: Employment contract or proof of appointment; workExperience: Proof of work experience; degree: Highest degree or vocational certificate; policeRecord: Certificate of no criminal record; medical: Medical certificate; platformEvidence: Evidence from the streaming platforms; recognition: Evidence for the claimed route; qualification: The host’s professional qualification; family: Family documents.
                 */
                foreignPapers?: ("contract" | "workExperience" | "degree" | "policeRecord" | "medical" | "platformEvidence" | "recognition" | "qualification" | "family")[] | null;
                /**
                 * A letter of commitment replaces some certificates
                 * @deprecated
                 * @description 以承诺书代替部分证明
                 *     Class A candidates can use it instead of proof of experience, a degree or a certificate of no criminal record. Candidates not yet in China can promise the medical check.
                 *     true: Yes; false: No.
                 */
                promises?: boolean | null;
                /**
                 * Certificates replaced by a letter of commitment
                 * @description 以承诺书代替的证明
                 *     workExperience: Proof of work experience; degree: Highest degree; policeRecord: Certificate of no criminal record; medical: Medical certificate (to be provided after entry).
                 */
                promised?: ("workExperience" | "degree" | "policeRecord" | "medical")[] | null;
                /**
                 * A route judged by an assessor is claimed
                 * @description 主张由评估人认定的途径
                 *     Pay, points, degree and experience are calculated. You do not need to claim them.
                 *     true: Yes; false: No.
                 */
                claimsRoute?: boolean | null;
                /**
                 * Claimed routes
                 * @description 主张的认定途径
                 */
                claims?: {
                    /**
                     * Route
                     * @description 途径
                     *     talentPlan: A: selected in a Chinese talent plan; recognisedAchievement: A: internationally recognised achievement; encouragedPost: A: an encouraged post; innovator: A: innovator or founder; youngTalent: A: outstanding young talent; publicProfession: B: professional in education, research, culture, health or sport; agreement: B: under an inter-governmental agreement or contract; internationalBody: B: staff of an international organisation; multinational: B: expatriate of a multinational; skilledWorker: B: recognised vocational skill; languageTeacher: B: language teacher; statePerson: B: specially designated persons.
                     * @enum {string}
                     */
                    route: "talentPlan" | "recognisedAchievement" | "encouragedPost" | "innovator" | "youngTalent" | "publicProfession" | "agreement" | "internationalBody" | "multinational" | "skilledWorker" | "languageTeacher" | "statePerson";
                    /**
                     * Grounds
                     * @description 理由
                     *     Which item is met, and when and by whom it was recognised.
                     */
                    grounds: string;
                    /**
                     * Supporting document
                     * @description 证明材料
                     *     passportPage: Passport information page; photo: Photograph; resume: Resume; contract: Employment contract or proof of appointment; workExperience: Proof of work experience; degree: Highest degree or vocational certificate; policeRecord: Certificate of no criminal record; medical: Medical certificate; platformEvidence: Evidence from the streaming platforms; commitment: Commitment to lawful streaming; visaPage: Visa or residence permit page; cancellation: Cancellation of the earlier work permit; salaryCommitment: Commitment on the salary; recognition: Evidence for the claimed route; translation: Chinese translation; family: Family documents; promise: Letter of commitment in place of certificates; categoryLicence: Licence for the product category; qualification: The host’s professional qualification; previousPermit: The earlier work permit; platformExport: Data file exported by a platform; other: Other documents.
                     * @enum {string|null}
                     */
                    document?: "passportPage" | "photo" | "resume" | "contract" | "workExperience" | "degree" | "policeRecord" | "medical" | "platformEvidence" | "commitment" | "visaPage" | "cancellation" | "salaryCommitment" | "recognition" | "translation" | "family" | "promise" | "categoryLicence" | "qualification" | "previousPermit" | "platformExport" | "other" | null;
                    /**
                     * Page
                     * @description 页码
                     */
                    page?: number | null;
                }[] | null;
            } | null;
        };
        signIn: {
            /**
             * Account
             * @description 账号
             *     The registered e-mail address or staff number.
             */
            account: string;
            /**
             * Password
             * @description 密码
             */
            password: string;
            /**
             * Code
             * @description 验证码
             */
            code?: string | null;
            /**
             * Authenticator
             * @description 验证器
             */
            enrolment?: string | null;
        };
        proof: {
            /**
             * Code
             * @description 验证码
             */
            code?: string | null;
            /**
             * Password
             * @description 密码
             */
            password?: string | null;
        };
        apiKey: {
            /**
             * Purpose
             * @description 用途
             *     For example “HR system”, so that you recognise the key later.
             */
            name: string;
            /**
             * Permissions
             * @description 可以办理
             *     read: Read; write: Write; export: Download.
             */
            scopes: ("read" | "write" | "export")[];
            /**
             * Valid for (days)
             * @description 有效天数
             */
            days: number;
        };
        mandate: {
            /**
             * Your firm is
             * @description 贵单位是
             *     employer: The employer; agent: The agent.
             * @enum {string}
             */
            side: "employer" | "agent";
            /**
             * Credit code of the other firm
             * @description 对方的统一社会信用代码
             *     The other firm has to be registered and confirmed here.
             */
            creditCode: string;
            /**
             * Permitted actions besides filling in
             * @description 除填写外的委托事项
             *     submit: Submit and answer; report: Reports after the letter.
             */
            acts?: ("submit" | "report")[] | null;
            /**
             * Last day of the mandate
             * Format: date
             * @description 委托截止日
             *     The mandate includes this day. After it, the employer takes over open applications.
             */
            untilOn: string;
            /**
             * Maximum number of applications
             * @description 最多新建的申请数
             *     One for each candidate. Leave empty for no limit.
             */
            mostCases?: number | null;
            /**
             * Message to the other firm
             * @description 给对方的说明
             */
            note?: string | null;
        };
        mandateLimits: {
            /**
             * Permitted actions besides filling in
             * @description 除填写外的委托事项
             *     submit: Submit and answer; report: Reports after the letter.
             */
            acts?: ("submit" | "report")[] | null;
            /**
             * Last day of the mandate
             * Format: date
             * @description 委托截止日
             *     The mandate includes this day. After it, the employer takes over open applications. Leave empty to agree to what the agent asked for.
             */
            untilOn?: string | null;
            /**
             * Maximum number of applications
             * @description 最多新建的申请数
             *     One for each candidate. Leave empty to agree to what the agent asked for.
             */
            mostCases?: number | null;
        };
        mandateEnd: {
            /**
             * Reason for ending it
             * @description 结束的原因
             *     Visible to the other firm.
             */
            endReason?: string | null;
        };
        outcome: {
            /**
             * Case number or letter number
             * @description 案件编号或推荐函文号
             */
            case: string;
            /**
             * Outcome
             * @description 结果
             *     granted: Granted; refused: Refused.
             * @enum {string}
             */
            outcome: "granted" | "refused";
            /**
             * Class granted
             * @description 准予的类别
             *     A: class A; B: class B; C: class C.
             * @enum {string|null}
             */
            permitClass?: "A" | "B" | "C" | null;
            /**
             * Item within the class
             * @description 类别下的具体事项
             */
            permitItem?: string | null;
            /**
             * Number of the permit notice
             * @description 工作许可通知编号
             */
            noticeNumber?: string | null;
            /**
             * Permit number
             * @description 工作许可编号
             *     Each person has one number for life.
             */
            permitNumber?: string | null;
            /**
             * Granted on
             * Format: date
             * @description 准予许可的日期
             */
            grantedOn?: string | null;
            /**
             * Permit valid from
             * Format: date
             * @description 许可有效期自
             */
            validFrom?: string | null;
            /**
             * Permit valid until
             * Format: date
             * @description 许可有效期至
             *     The firm is reminded before that day.
             */
            validUntil?: string | null;
            /**
             * Permit number or dates to be added later
             * @description 许可编号或起止日期以后补登
             *     Until they are added, the firm does not see when the permit ends and is not reminded. Add them on the case’s page: “Add or correct the permit’s details”.
             */
            detailsLater?: boolean | null;
            /**
             * Reason for the refusal of the permit
             * @description 不予许可的原因
             */
            why?: string | null;
            /**
             * Version of the case
             * @description 案件版本
             */
            version?: string | null;
        };
        /** @description Submit */
        submitInput: {
            /**
             * The firm is responsible for the truth of all answers and documents, and the candidate has agreed to the use of personal data
             * @description 本企业对所填内容和所附材料的真实性负责，并已征得人选同意提交其个人信息
             *     This includes: the commitment to lawful streaming names all 31 acts of the Code of Conduct for Online Hosts, signed by the candidate and sealed by the firm.
             * @constant
             */
            declaration: true;
        };
        /** @description Discard the draft */
        discardInput: Record<string, never>;
        /** @description Recall */
        recallInput: {
            /**
             * Explanation
             * @description 说明
             */
            reason?: string | null;
        };
        /** @description Accept */
        acceptInput: {
            /**
             * Departments to assess
             * @description 参评部门
             *     commerce: Commerce; culture: Culture and tourism; cyberspace: Cyberspace; market: Market regulation; publicity: Publicity; informatization: Economy and informatization; district: Commerce department of the firm’s district; zone: Administration of the firm’s zone.
             * @default [
             *       "commerce"
             *     ]
             */
            departments: ("commerce" | "culture" | "cyberspace" | "market" | "publicity" | "informatization" | "district" | "zone")[] | null;
            /**
             * Remarks to the assessors
             * @description 给评估人的附言
             */
            remarks?: string | null;
        };
        /** @description Ask for correction */
        requestCorrectionInput: {
            /**
             * Corrections
             * @description 补正事项
             *     List everything at once (Administrative Licensing Law, Article 32).
             */
            items: {
                /**
                 * Item
                 * @description 补正项目
                 */
                on: string;
                /**
                 * Page
                 * @description 页码
                 */
                page?: number | null;
                /**
                 * Place on the page
                 * @description 页内位置
                 */
                field?: string | null;
                /**
                 * Required correction
                 * @description 补正要求
                 *     What is missing or wrong, and how to correct it.
                 */
                what: string;
                /**
                 * Required correction, in English
                 * @description 补正要求（英文）
                 *     If empty, the English part of the letter says that this is in Chinese only.
                 */
                whatEn?: string | null;
            }[];
            /**
             * Remarks
             * @description 附言
             */
            remarks?: string | null;
            /**
             * Remarks, in English
             * @description 附言（英文）
             *     If empty, the English part of the letter says that this is in Chinese only.
             */
            remarksEn?: string | null;
        };
        /** @description Decline to accept */
        declineToAcceptInput: {
            /**
             * Reasons for non-acceptance
             * @description 不予受理的原因
             *     outOfScope: Outside the scope of recommendations; notCompetent: Outside the department’s competence; firmNotQualified: The firm does not qualify; falseMaterials: False documents; other: Another reason.
             */
            reasons: ("outOfScope" | "notCompetent" | "firmNotQualified" | "falseMaterials" | "other")[];
            /**
             * Explanation
             * @description 说明
             *     State facts and grounds. Visible to the firm.
             */
            explanation: string;
            /**
             * Explanation, in English
             * @description 说明（英文）
             *     If empty, the English part of the letter says that this is in Chinese only.
             */
            explanationEn?: string | null;
        };
        /** @description Submit the correction */
        resubmitInput: {
            /**
             * Explanation of the correction
             * @description 补正说明
             */
            answers?: {
                /**
                 * Item
                 * @description 补正项目
                 */
                on: string;
                /**
                 * Explanation of the correction
                 * @description 补正说明
                 */
                answer: string;
            }[] | null;
            /**
             * Remarks
             * @description 附言
             */
            remarks?: string | null;
        };
        /** @description Withdraw */
        withdrawInput: {
            /**
             * Reasons for the withdrawal
             * @description 撤回的原因
             *     engagementEnded: The engagement has ended; talentDeclined: The candidate has declined; anotherRoute: Another route is taken; filedInError: Filed in error; other: Another reason.
             */
            reasons?: ("engagementEnded" | "talentDeclined" | "anotherRoute" | "filedInError" | "other")[] | null;
            /**
             * Explanation
             * @description 说明
             */
            reason?: string | null;
        };
        /** @description Submit the assessment */
        reportInput: {
            /**
             * Opinion
             * @description 评估意见
             *     recommend: Recommend; against: Do not recommend.
             * @enum {string}
             */
            opinion: "recommend" | "against";
            /**
             * Assessment
             * @description 评估情况
             *     Your findings and the evidence for them.
             */
            summary: string;
            /**
             * Findings
             * @description 分项意见
             */
            findings?: {
                /**
                 * Criterion
                 * @description 评估事项
                 */
                on: string;
                /**
                 * Finding
                 * @description 结论
                 *     met: Met; notMet: Not met; unclear: Unclear.
                 * @enum {string}
                 */
                result: "met" | "notMet" | "unclear";
                /**
                 * Grounds
                 * @description 依据
                 */
                note?: string | null;
                /**
                 * Evidence: document
                 * @description 依据的材料
                 */
                document?: number | null;
                /**
                 * Page
                 * @description 页码
                 */
                page?: number | null;
            }[] | null;
            /**
             * Scorecard
             * @description 直播人才评分
             */
            scores?: {
                /**
                 * Question
                 * @description 评分项
                 */
                question: string;
                /**
                 * Level
                 * @description 档次
                 */
                level: number;
                /**
                 * Explanation
                 * @description 说明
                 */
                note?: string | null;
                /**
                 * Evidence: document
                 * @description 依据的材料
                 */
                document?: number | null;
                /**
                 * Page
                 * @description 页码
                 */
                page?: number | null;
            }[] | null;
            /**
             * Compliance
             * @description 合规核查
             */
            compliance?: {
                /**
                 * Group
                 * @description 核查组别
                 */
                group: string;
                /**
                 * Finding
                 * @description 结论
                 *     clear: Nothing found; concern: A concern; breach: A breach.
                 * @enum {string}
                 */
                result: "clear" | "concern" | "breach";
                /**
                 * Explanation
                 * @description 说明
                 */
                note?: string | null;
            }[] | null;
            /**
             * Reason for upholding the opinion
             * @description 维持原意见的理由
             *     Required when a returned case is reported with the same opinion as in the last round. The approver reads it.
             */
            stands?: string | null;
        };
        /** @description Consult a department */
        consultInput: {
            /**
             * Department to consult
             * @description 另请评估的部门
             *     commerce: Commerce; culture: Culture and tourism; cyberspace: Cyberspace; market: Market regulation; publicity: Publicity; informatization: Economy and informatization; district: Commerce department of the firm’s district; zone: Administration of the firm’s zone.
             * @enum {string}
             */
            department: "commerce" | "culture" | "cyberspace" | "market" | "publicity" | "informatization" | "district" | "zone";
            /**
             * Question to the department
             * @description 征询的问题
             */
            question: string;
        };
        /** @description Recommend */
        recommendInput: {
            /**
             * Route
             * @description 推荐路径
             *     The letter proposes a class on this basis.
             */
            route?: string | null;
            /**
             * Length of the permit (months)
             * @description 建议的许可期限（月）
             */
            months?: number | null;
            /**
             * Treatment
             * @description 建议的便利
             */
            treatment?: string | null;
            /**
             * Criterion by criterion
             * @description 逐项评估
             *     One criterion per line, from the opinions. You can edit it. If empty, the opinions are used. Do not name assessors.
             */
            assessed?: string | null;
            /**
             * Criterion by criterion, in English
             * @description 逐项评估（英文）
             *     If empty, the English part of the letter says that this is in Chinese only.
             */
            assessedEn?: string | null;
            /**
             * Conditions
             * @description 附带条件
             *     They appear in the letter; one per line.
             */
            conditions?: string | null;
            /**
             * Conditions, in English
             * @description 附带条件（英文）
             *     If empty, the English part of the letter says that this is in Chinese only.
             */
            conditionsEn?: string | null;
            /**
             * Conditions to be met by
             * Format: date
             * @description 条件的落实期限
             */
            conditionsDueOn?: string | null;
            /**
             * Internal remarks
             * @description 内部说明
             */
            remarks?: string | null;
            /**
             * Circumstances you are aware of
             * @description 已知悉的情况
             *     Tick each one. Not visible to the firm or the permit authority.
             *     opinionAgainst: A department does not recommend it; refusalAnnounced: The firm can still respond to an intended refusal; opinionMissing: A department has not given its opinion; correctionProposed: The firm has not been asked for a proposed correction.
             */
            despite?: ("opinionAgainst" | "refusalAnnounced" | "opinionMissing" | "correctionProposed")[] | null;
            /**
             * Reason for recommending although another letter is valid
             * @description 另有有效推荐函仍予推荐的理由
             *     Not visible to the firm or the permit authority.
             */
            duplicateReason?: string | null;
        };
        /** @description Refuse */
        refuseInput: {
            /**
             * Reasons for refusal
             * @description 不予推荐的原因
             *     criteriaNotMet: The criteria are not met; complianceRecord: Compliance record; platformEvidenceDoubtful: The platform evidence is doubtful; falseMaterials: False documents; other: Another reason.
             */
            reasons: ("criteriaNotMet" | "complianceRecord" | "platformEvidenceDoubtful" | "falseMaterials" | "other")[];
            /**
             * Explanation
             * @description 说明
             *     State facts and grounds. Visible to the firm.
             */
            explanation: string;
            /**
             * Explanation, in English
             * @description 说明（英文）
             *     If empty, the English part of the letter says that this is in Chinese only.
             */
            explanationEn?: string | null;
            /**
             * Reply to the firm’s response
             * @description 对企业意见的答复
             *     If the firm has responded: whether you accept its points, and why. Printed in the decision.
             */
            replyToFirm?: string | null;
            /**
             * Reply to the firm’s response, in English
             * @description 对企业意见的答复（英文）
             *     If empty, the English part of the letter says that this is in Chinese only.
             */
            replyToFirmEn?: string | null;
            /**
             * Criterion by criterion
             * @description 逐项评估
             *     One criterion per line, from the opinions. You can edit it. If empty, the opinions are used. Do not name assessors.
             */
            assessed?: string | null;
            /**
             * Criterion by criterion, in English
             * @description 逐项评估（英文）
             *     If empty, the English part of the letter says that this is in Chinese only.
             */
            assessedEn?: string | null;
        };
        /** @description Return to assessment */
        returnToAssessmentInput: {
            /**
             * Reason
             * @description 原因
             */
            why: string;
        };
        /** @description Record the letter */
        recordLetterInput: {
            /**
             * Letter
             * @description 推荐函编号
             */
            letterId?: number | null;
        };
        /** @description Receive the letter */
        receiveLetterInput: {
            /**
             * Remarks
             * @description 附言
             */
            remarks?: string | null;
        };
        /** @description Return the letter */
        returnLetterInput: {
            /**
             * Reasons for the return
             * @description 退回事由
             *     factsDiffer: The letter differs from the facts; letterDefective: The letter is defective; wrongAuthority: Addressed to the wrong authority; other: Another reason.
             */
            reasons?: ("factsDiffer" | "letterDefective" | "wrongAuthority" | "other")[] | null;
            /**
             * What is wrong and what to change
             * @description 具体问题和修改要求
             *     Visible to the department and the firm.
             */
            why: string;
        };
        /** @description Reissue the letter */
        reissueLetterInput: {
            /**
             * Reason
             * @description 原因
             */
            why: string;
        };
        /** @description Revoke the letter */
        revokeLetterInput: {
            /**
             * Reasons for revocation
             * @description 撤销的原因
             *     falseMaterials: False documents; changedFacts: The facts have changed; requestedByFirm: Asked for by the firm; issuedInError: Issued in error; other: Another reason.
             */
            reasons: ("falseMaterials" | "changedFacts" | "requestedByFirm" | "issuedInError" | "other")[];
            /**
             * Explanation
             * @description 说明
             *     State facts and grounds. Visible to the firm.
             */
            explanation: string;
            /**
             * Explanation, in English
             * @description 说明（英文）
             *     If empty, the English part of the letter says that this is in Chinese only.
             */
            explanationEn?: string | null;
            /**
             * Reply to the firm’s response
             * @description 对企业意见的答复
             *     If the firm has responded: whether you accept its points, and why. Printed in the decision.
             */
            replyToFirm?: string | null;
            /**
             * Reply to the firm’s response, in English
             * @description 对企业意见的答复（英文）
             *     If empty, the English part of the letter says that this is in Chinese only.
             */
            replyToFirmEn?: string | null;
        };
        /** @description Record: permit granted */
        recordGrantedInput: {
            /**
             * Class granted
             * @description 准予的类别
             *     A: class A; B: class B; C: class C.
             * @enum {string|null}
             */
            permitClass?: "A" | "B" | "C" | null;
            /**
             * Item within the class
             * @description 类别下的具体事项
             */
            permitItem?: string | null;
            /**
             * Number of the permit notice
             * @description 工作许可通知编号
             */
            noticeNumber?: string | null;
            /**
             * Permit number
             * @description 工作许可编号
             *     Each person has one number for life.
             */
            permitNumber?: string | null;
            /**
             * Granted on
             * Format: date
             * @description 准予许可的日期
             */
            grantedOn?: string | null;
            /**
             * Permit valid from
             * Format: date
             * @description 许可有效期自
             */
            validFrom?: string | null;
            /**
             * Permit valid until
             * Format: date
             * @description 许可有效期至
             *     The firm is reminded before that day.
             */
            validUntil?: string | null;
            /**
             * Permit number or dates to be added later
             * @description 许可编号或起止日期以后补登
             *     Until they are added, the firm does not see when the permit ends and is not reminded. Add them on the case’s page: “Add or correct the permit’s details”.
             */
            detailsLater?: boolean | null;
        };
        /** @description Record: permit refused */
        recordRefusedInput: {
            /**
             * Reason for the refusal of the permit
             * @description 不予许可的原因
             */
            why: string;
        };
        /** @description Ask for review */
        requestReviewInput: {
            /**
             * Grounds for the review
             * @description 申请复核的理由
             *     What was wrong in the decision, and the evidence for it.
             */
            grounds: string;
        };
        /** @description Reopen the refusal */
        reopenRefusalInput: {
            /**
             * Reason for a new decision
             * @description 重新审定的理由
             *     Visible to the firm. Another approver makes the new decision.
             */
            why: string;
        };
        /** @description Uphold the refusal */
        upholdRefusalInput: {
            /**
             * Explanation
             * @description 说明
             *     State facts and grounds. Visible to the firm.
             */
            explanation: string;
            /**
             * Explanation, in English
             * @description 说明（英文）
             *     If empty, the English part of the letter says that this is in Chinese only.
             */
            explanationEn?: string | null;
        };
        /** @description Overturn the refusal */
        overturnRefusalInput: {
            /**
             * Explanation
             * @description 说明
             *     State facts and grounds. Visible to the firm.
             */
            explanation: string;
            /**
             * Explanation, in English
             * @description 说明（英文）
             *     If empty, the English part of the letter says that this is in Chinese only.
             */
            explanationEn?: string | null;
        };
        /** @description Let lapse */
        lapseInput: Record<string, never>;
        /** @description Let the letter expire */
        expireInput: Record<string, never>;
        /** @description Save */
        saveAnswersInput: {
            /**
             * Answers
             * @description 答案
             */
            answers: {
                [key: string]: unknown;
            };
            /**
             * Version of the answers
             * @description 答案的版本
             */
            answersVersion?: number | null;
        };
        /** @description Upload a document */
        attachFileInput: {
            /**
             * Kind of document
             * @description 材料种类
             *     passportPage: Passport information page; photo: Photograph; resume: Resume; contract: Employment contract or proof of appointment; workExperience: Proof of work experience; degree: Highest degree or vocational certificate; policeRecord: Certificate of no criminal record; medical: Medical certificate; platformEvidence: Evidence from the streaming platforms; commitment: Commitment to lawful streaming; visaPage: Visa or residence permit page; cancellation: Cancellation of the earlier work permit; salaryCommitment: Commitment on the salary; recognition: Evidence for the claimed route; translation: Chinese translation; family: Family documents; promise: Letter of commitment in place of certificates; categoryLicence: Licence for the product category; qualification: The host’s professional qualification; previousPermit: The earlier work permit; platformExport: Data file exported by a platform; other: Other documents.
             * @enum {string|null}
             */
            kind?: "passportPage" | "photo" | "resume" | "contract" | "workExperience" | "degree" | "policeRecord" | "medical" | "platformEvidence" | "commitment" | "visaPage" | "cancellation" | "salaryCommitment" | "recognition" | "translation" | "family" | "promise" | "categoryLicence" | "qualification" | "previousPermit" | "platformExport" | "other" | null;
            /**
             * File
             * @description 文件
             */
            file?: Blob;
            /**
             * Issued on
             * Format: date
             * @description 签发日期
             */
            issuedOn?: string | null;
            /**
             * Keep the other documents of this kind
             * @description 与同类材料并存
             *     If not ticked, it replaces documents of the same kind.
             */
            beside?: boolean | null;
            /** @default {} */
            details: {
                /**
                 * Language of the document
                 * @description 材料的语言
                 *     zh: Chinese; en: English; ar: Arabic; pl: Polish; fa: Persian; de: German; ru: Russian; fr: French; fil: Filipino; ko: Korean; nl: Dutch; kk: Kazakh; cs: Czech; ms: Malay; mn: Mongolian; pt: Portuguese; ja: Japanese; sv: Swedish; th: Thai; tr: Turkish; uk: Ukrainian; es: Spanish; he: Hebrew; el: Greek; hu: Hungarian; it: Italian; hi: Hindi; id: Indonesian; vi: Vietnamese; other: Another language.
                 */
                language?: string | null;
                /**
                 * Authenticated or with an apostille
                 * @description 已认证或附加证明书
                 */
                authenticated?: boolean | null;
                /**
                 * Signed by
                 * @description 签署方
                 *     firm: The firm; talent: The candidate.
                 */
                signedBy?: ("firm" | "talent")[] | null;
                /**
                 * Note
                 * @description 备注
                 */
                note?: string | null;
                /**
                 * Translation of
                 * @description 译自哪份材料
                 *     passportPage: Passport information page; photo: Photograph; resume: Resume; contract: Employment contract or proof of appointment; workExperience: Proof of work experience; degree: Highest degree or vocational certificate; policeRecord: Certificate of no criminal record; medical: Medical certificate; platformEvidence: Evidence from the streaming platforms; commitment: Commitment to lawful streaming; visaPage: Visa or residence permit page; cancellation: Cancellation of the earlier work permit; salaryCommitment: Commitment on the salary; recognition: Evidence for the claimed route; translation: Chinese translation; family: Family documents; promise: Letter of commitment in place of certificates; categoryLicence: Licence for the product category; qualification: The host’s professional qualification; previousPermit: The earlier work permit; platformExport: Data file exported by a platform; other: Other documents.
                 * @enum {string|null}
                 */
                of?: "passportPage" | "photo" | "resume" | "contract" | "workExperience" | "degree" | "policeRecord" | "medical" | "platformEvidence" | "commitment" | "visaPage" | "cancellation" | "salaryCommitment" | "recognition" | "translation" | "family" | "promise" | "categoryLicence" | "qualification" | "previousPermit" | "platformExport" | "other" | null;
            } | null;
            /**
             * Document to remove
             * @description 要删除的材料
             */
            remove?: number | null;
            /**
             * Document whose date of issue changes
             * @description 更改签发日期的材料
             */
            dated?: number | null;
            /**
             * Document whose language changes
             * @description 更改语言的材料
             */
            spoken?: number | null;
            /**
             * Earlier case
             * @description 原案件
             */
            from?: number | null;
            /**
             * Kind to be decided later
             * @description 种类以后确定
             */
            unsorted?: boolean | null;
            /**
             * File whose kind is decided now
             * @description 现在确定种类的文件
             */
            sorted?: number | null;
        };
        /** @description Ask a colleague to submit */
        askToSubmitInput: Record<string, never>;
        /** @description Claim */
        claimInput: Record<string, never>;
        /** @description Hand over */
        handOverInput: {
            /**
             * Hand over to
             * @description 移交给
             */
            to: number;
            /**
             * Remarks
             * @description 附言
             */
            remarks?: string | null;
        };
        /** @description Assign */
        assignInput: {
            /**
             * Assign to
             * @description 指派给
             */
            to: number;
            /**
             * Remarks
             * @description 附言
             */
            remarks?: string | null;
        };
        /** @description Announce the intention to refuse */
        announceRefusalInput: {
            /**
             * Reasons for the intended refusal
             * @description 拟不予推荐的原因
             *     criteriaNotMet: The criteria are not met; complianceRecord: Compliance record; platformEvidenceDoubtful: The platform evidence is doubtful; falseMaterials: False documents; other: Another reason.
             */
            reasons: ("criteriaNotMet" | "complianceRecord" | "platformEvidenceDoubtful" | "falseMaterials" | "other")[];
            /**
             * Explanation
             * @description 说明
             *     State facts and grounds. Visible to the firm.
             */
            explanation: string;
            /**
             * Explanation, in English
             * @description 说明（英文）
             *     If empty, the English part of the letter says that this is in Chinese only.
             */
            explanationEn?: string | null;
            /**
             * Criterion by criterion
             * @description 逐项评估
             *     One criterion per line, from the opinions. You can edit it. If empty, the opinions are used. Do not name assessors.
             */
            assessed?: string | null;
            /**
             * Criterion by criterion, in English
             * @description 逐项评估（英文）
             *     If empty, the English part of the letter says that this is in Chinese only.
             */
            assessedEn?: string | null;
        };
        /** @description Respond to the intention */
        answerIntentionInput: {
            /**
             * Your response
             * @description 陈述意见
             *     Point by point, with facts and evidence.
             */
            statement?: string | null;
            /**
             * The firm does not wish to respond
             * @description 本企业不陈述意见
             *     The department no longer waits for a response and can decide at once.
             * @constant
             */
            noStatement?: true;
        };
        /** @description Extend the time limit */
        extendInput: {
            /**
             * Outage
             * @description 服务中断
             */
            outageId: number;
        };
        /** @description Extend the time limit of the stage */
        extendLimitInput: {
            /**
             * Working days to add
             * @description 延长的工作日数
             */
            days: number;
            /**
             * Reason
             * @description 延长的理由
             *     Visible to the firm. Why the stage takes longer.
             */
            reason: string;
            /**
             * Reason, in English
             * @description 延长的理由（英文）
             *     If empty, English pages show the Chinese.
             */
            reasonEn?: string | null;
        };
        /** @description Recalculate the dates */
        recomputeInput: Record<string, never>;
        /** @description Pause the time limit */
        pauseLimitInput: Record<string, never>;
        /** @description Resume the time limit */
        resumeLimitInput: Record<string, never>;
        /** @description Inform the supervisor */
        escalateInput: Record<string, never>;
        /** @description Remind */
        remindInput: Record<string, never>;
        /** @description Report a condition as met */
        meetConditionInput: {
            /**
             * Condition
             * @description 条件
             */
            condition: number;
            /**
             * How the condition was met
             * @description 落实情况
             */
            how: string;
        };
        /** @description Add or correct the permit’s details */
        completePermitInput: {
            /**
             * Class granted
             * @description 准予的类别
             *     A: class A; B: class B; C: class C.
             * @enum {string|null}
             */
            permitClass?: "A" | "B" | "C" | null;
            /**
             * Item within the class
             * @description 类别下的具体事项
             */
            permitItem?: string | null;
            /**
             * Number of the permit notice
             * @description 工作许可通知编号
             */
            noticeNumber?: string | null;
            /**
             * Permit number
             * @description 工作许可编号
             *     Each person has one number for life.
             */
            permitNumber: string;
            /**
             * Granted on
             * Format: date
             * @description 准予许可的日期
             */
            grantedOn?: string | null;
            /**
             * Permit valid from
             * Format: date
             * @description 许可有效期自
             */
            validFrom: string;
            /**
             * Permit valid until
             * Format: date
             * @description 许可有效期至
             *     The firm is reminded before that day.
             */
            validUntil: string;
        };
        /** @description Add a note */
        noteInput: {
            /**
             * Note
             * @description 内部记录
             *     Not visible to the firm. To notify a colleague, enter @ and their name or account.
             */
            text: string;
        };
        /** @description Chase */
        chaseInput: {
            /**
             * Department to chase
             * @description 催办的部门
             *     Sent to the person assigned to the case there or, if nobody is, to everyone there who can act on it.
             */
            department?: number | null;
            /**
             * Remarks
             * @description 附言
             */
            remarks?: string | null;
        };
        /** @description Assign a task */
        giveTaskInput: {
            /**
             * Task
             * @description 任务内容
             */
            what: string;
            /**
             * Assigned to
             * @description 承办人
             */
            to: number;
            /**
             * To be done by
             * Format: date
             * @description 完成日期
             */
            dueOn: string;
        };
        /** @description Finish a task */
        finishTaskInput: {
            /**
             * Task
             * @description 子任务
             */
            task?: number | null;
            /**
             * Result
             * @description 结果
             */
            result?: string | null;
        };
        /** @description Declare an interest */
        declareInterestInput: {
            /**
             * Your interest in the case
             * @description 利害关系
             */
            why: string;
        };
        /** @description Propose a correction */
        proposeCorrectionInput: {
            /**
             * Corrections
             * @description 补正事项
             *     List everything at once (Administrative Licensing Law, Article 32).
             */
            items: {
                /**
                 * Item
                 * @description 补正项目
                 */
                on: string;
                /**
                 * Page
                 * @description 页码
                 */
                page?: number | null;
                /**
                 * Place on the page
                 * @description 页内位置
                 */
                field?: string | null;
                /**
                 * Required correction
                 * @description 补正要求
                 *     What is missing or wrong, and how to correct it.
                 */
                what: string;
                /**
                 * Required correction, in English
                 * @description 补正要求（英文）
                 *     If empty, the English part of the letter says that this is in Chinese only.
                 */
                whatEn?: string | null;
                /**
                 * Reason for asking again
                 * @description 再次要求的理由
                 *     For approvers: needed if an earlier notice asked for the same.
                 */
                repeatReason?: string | null;
            }[];
        };
        /** @description Send a message */
        messageInput: {
            /**
             * Message
             * @description 消息
             */
            text: string;
        };
        /** @description Report a change */
        reportChangeInput: {
            /**
             * Subject of the change
             * @description 变更的方面
             *     talent: The candidate; engagement: Post, pay or contract; channels: Platforms or channels; firm: The firm; other: Something else.
             * @enum {string}
             */
            kind: "talent" | "engagement" | "channels" | "firm" | "other";
            /**
             * Changed on
             * Format: date
             * @description 变更日期
             *     The day on which it happened. The time for reporting is counted from this day.
             */
            changedOn: string;
            /**
             * Description of the change
             * @description 变更的内容
             *     The situation before and after.
             */
            what: string;
        };
        /** @description Report the end */
        reportEndInput: {
            /**
             * Last day of the engagement
             * Format: date
             * @description 聘用终止日期
             */
            endedOn: string;
            /**
             * Reason for the end
             * @description 终止的原因
             */
            why: string;
            /**
             * Ask for the letter to be revoked
             * @description 同时申请撤销推荐函
             *     Tick if the letter is no longer needed. The department can then revoke it without further notice.
             */
            revoke?: boolean | null;
        };
        /** @description Acknowledge */
        acknowledgeInput: {
            /**
             * Report
             * @description 报告事项
             */
            event?: number | null;
            /**
             * Reply to the firm
             * @description 给企业的答复
             *     Visible to the firm.
             */
            remarks?: string | null;
        };
        /** @description Ask the firm to explain */
        askBackInput: {
            /**
             * Report
             * @description 报告事项
             */
            event?: number | null;
            /**
             * Matter to be explained by the firm
             * @description 请企业说明的事项
             *     Visible to the firm, which reports again or replies by message. Until then this waits for the firm.
             */
            question: string;
        };
        /** @description Confirm a condition */
        confirmConditionInput: {
            /**
             * Condition
             * @description 条件
             */
            condition: number;
            /**
             * How it was established
             * @description 依据
             *     Visible to the firm.
             */
            remarks?: string | null;
        };
        /** @description Propose to revoke the letter */
        proposeRevocationInput: {
            /**
             * Reasons for the intended revocation
             * @description 拟撤销的原因
             *     falseMaterials: False documents; changedFacts: The facts have changed; requestedByFirm: Asked for by the firm; issuedInError: Issued in error; other: Another reason.
             */
            reasons: ("falseMaterials" | "changedFacts" | "requestedByFirm" | "issuedInError" | "other")[];
            /**
             * Explanation
             * @description 说明
             *     State facts and grounds. Visible to the firm.
             */
            explanation: string;
            /**
             * Explanation, in English
             * @description 说明（英文）
             *     If empty, the English part of the letter says that this is in Chinese only.
             */
            explanationEn?: string | null;
        };
        /** @description Respond to the intended revocation */
        answerRevocationInput: {
            /**
             * Your response
             * @description 陈述意见
             *     Point by point, with facts and evidence.
             */
            statement?: string | null;
            /**
             * The firm does not wish to respond
             * @description 本企业不陈述意见
             *     The department no longer waits for a response and can decide at once.
             * @constant
             */
            noStatement?: true;
        };
        /** @description Consent */
        recordConsentInput: {
            /**
             * Kind of document
             * @description 材料类别
             *     passport: Passport and photograph; medical: Medical certificate; police: Police record.
             * @enum {string}
             */
            about: "passport" | "medical" | "police";
        };
        /** @description Refuse or withdraw consent */
        withdrawConsentInput: {
            /**
             * Kind of document
             * @description 材料类别
             *     passport: Passport and photograph; medical: Medical certificate; police: Police record.
             * @enum {string}
             */
            about: "passport" | "medical" | "police";
        };
        /** @description Sign by hand */
        signInput: {
            /**
             * Document to sign
             * @description 签署的文件
             *     commitment: Commitment to lawful streaming; application: Application for a recommendation.
             * @enum {string}
             */
            paper: "commitment" | "application";
            /**
             * Digest of what was shown
             * @description 所示内容的摘要
             */
            digest: string;
            /**
             * The drawn strokes
             * @description 手写笔迹
             */
            strokes: string;
            /**
             * How the page was opened
             * @description 页面打开方式
             *     code: a mailed code; pin: the PIN.
             * @enum {string}
             */
            openedBy: "code" | "pin";
            /**
             * I have read the above and sign it by drawing my name
             * @description 我已读完以上内容，并以手写笔迹签名
             * @constant
             */
            confirmed: true;
        };
        /** @description Settle a refused consent */
        settleConsentInput: {
            /**
             * Kind of document
             * @description 材料类别
             *     passport: Passport and photograph; medical: Medical certificate; police: Police record.
             * @enum {string}
             */
            about: "passport" | "medical" | "police";
            /**
             * Settlement and reasons
             * @description 处理情况和理由
             *     The firm will read it: the legal ground, or how the documents are no longer used. The person who records this cannot recommend afterwards.
             */
            how: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    signIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["signIn"];
            };
        };
        responses: {
            /** @description Signed in */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description A code or an authenticator is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @enum {string} */
                        error: "codeNeeded" | "enrolmentNeeded";
                        /** @description `title` in both languages */
                        heading: {
                            zh: string;
                            en: string;
                        };
                        /** @description `detail` in both languages */
                        message: {
                            zh: string;
                            en: string;
                        };
                        /** @enum {string} */
                        need: "code" | "enrolment";
                        ticket: string;
                        account: string;
                        passkey: boolean;
                        authenticator: boolean;
                        enrolment?: {
                            key: string;
                            uri: string;
                            /** @description Send it back with the code */
                            sealed: string;
                        };
                        /**
                         * Format: uri-reference
                         * @description `/api/codes#` and `error`: the same for each kind
                         */
                        type: string;
                        title: string;
                        status: number;
                        detail: string;
                        /**
                         * Format: uri-reference
                         * @description This response, by its `requestId`
                         */
                        instance: string;
                        requestId: string;
                    };
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not found, or you do not have access */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not possible now, or the case has changed */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description If-Match no longer matches the case */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Larger than the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description The input has errors */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Too many requests: try again after Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Server error: tell us the `requestId` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Temporarily unavailable: try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description No storage space: try again after Retry-After */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Signed out */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not found, or you do not have access */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not possible now, or the case has changed */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description If-Match no longer matches the case */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Larger than the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description The input has errors */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Too many requests: try again after Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Server error: tell us the `requestId` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Temporarily unavailable: try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description No storage space: try again after Retry-After */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
        };
    };
    proveIdentity: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["proof"];
            };
        };
        responses: {
            /** @description Confirmed; the session has a new cookie, its form token stays the same */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not found, or you do not have access */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not possible now, or the case has changed */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description If-Match no longer matches the case */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Larger than the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description The input has errors */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Too many requests: try again after Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Server error: tell us the `requestId` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Temporarily unavailable: try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description No storage space: try again after Retry-After */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
        };
    };
    getMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The person */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not found, or you do not have access */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not possible now, or the case has changed */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description If-Match no longer matches the case */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Larger than the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description The input has errors */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Too many requests: try again after Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Server error: tell us the `requestId` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Temporarily unavailable: try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description No storage space: try again after Retry-After */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
        };
    };
    listKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The keys */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        keys: {
                            id: number;
                            name: string;
                            prefix: string;
                            scopes: ("read" | "write" | "export")[];
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: date-time */
                            expiresAt: string;
                            /** Format: date-time */
                            usedAt: string | null;
                            /** Format: date-time */
                            endedAt: string | null;
                        }[];
                    };
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not found, or you do not have access */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not possible now, or the case has changed */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description If-Match no longer matches the case */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Larger than the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description The input has errors */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Too many requests: try again after Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Server error: tell us the `requestId` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Temporarily unavailable: try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description No storage space: try again after Retry-After */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
        };
    };
    createKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["apiKey"];
            };
        };
        responses: {
            /** @description The secret */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        secret: string;
                    };
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not found, or you do not have access */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not possible now, or the case has changed */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description If-Match no longer matches the case */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Larger than the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description The input has errors */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Too many requests: try again after Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Server error: tell us the `requestId` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Temporarily unavailable: try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description No storage space: try again after Retry-After */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
        };
    };
    endKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ended */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not found, or you do not have access */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not possible now, or the case has changed */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description If-Match no longer matches the case */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Larger than the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description The input has errors */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Too many requests: try again after Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Server error: tell us the `requestId` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Temporarily unavailable: try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description No storage space: try again after Retry-After */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
        };
    };
    getToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @constant */
                    grant_type: "client_credentials";
                    /** @constant */
                    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
                    /** @description A JWT (ES256, EdDSA, RS256) with iss, sub, aud, exp and jti */
                    client_assertion: string;
                    /** @description The service account, as in iss and sub */
                    client_id?: string;
                };
            };
        };
        responses: {
            /** @description The token, valid for ten minutes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Sent as `Authorization: Bearer` */
                        access_token: string;
                        /** @constant */
                        token_type: "Bearer";
                        /** @description In seconds */
                        expires_in: number;
                    };
                };
            };
            /** @description The assertion is not valid, or its key is revoked or expired */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri-reference
                         * @description `/api/codes#` and `error`: the same for each kind
                         */
                        type: string;
                        title: string;
                        status: number;
                        detail: string;
                        /**
                         * Format: uri-reference
                         * @description This response, by its `requestId`
                         */
                        instance: string;
                        /** @description `title` in both languages */
                        heading: {
                            zh: string;
                            en: string;
                        };
                        /** @description `detail` in both languages */
                        message: {
                            zh: string;
                            en: string;
                        };
                        requestId: string;
                        /** @enum {string} */
                        error: "invalid_client" | "invalid_request" | "unsupported_grant_type";
                        error_description: string;
                        problems: {
                            code: string;
                            path: string;
                            message: {
                                zh: string;
                                en: string;
                            };
                        }[];
                    };
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not found, or you do not have access */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not possible now, or the case has changed */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description If-Match no longer matches the case */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Larger than the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description The input has errors */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Too many requests: try again after Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Server error: tell us the `requestId` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Temporarily unavailable: try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description No storage space: try again after Retry-After */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
        };
    };
    listCases: {
        parameters: {
            query?: {
                /** @description Which list */
                tab?: "todo" | "mine" | "unclaimed" | "dueSoon" | "overdue" | "waiting" | "afterLetter" | "details" | "open" | "done" | "permits" | "ended" | "all";
                /** @description Number, or name of the candidate or firm */
                find?: string;
                /** @description Only these states, separated by commas */
                state?: string;
                /** @description `due`: by due date; a case whose due date changes between two pages may be missed or appear twice. `changed`: the least recently changed first; none is missed, and a case that changes meanwhile appears again later. `number` and `newest`: as they were begun, each once */
                sort?: "due" | "changed" | "number" | "newest";
                /** @description Only cases changed at or after this instant (RFC 3339, with its zone), in the order `changed`. A change being committed at that moment can have an earlier `changedAt`: ask from one minute before, or use `listEvents` */
                updatedSince?: string;
                /** @description Number of cases per page */
                limit?: number;
                /** @description `next` of the previous page */
                after?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of cases */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        cases: components["schemas"]["CaseLine"][];
                        next: string | null;
                    };
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not found, or you do not have access */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not possible now, or the case has changed */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description If-Match no longer matches the case */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Larger than the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description The input has errors */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Too many requests: try again after Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Server error: tell us the `requestId` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Temporarily unavailable: try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description No storage space: try again after Retry-After */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
        };
    };
    startCase: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for this request. If you send it again with the same name, you get the first response and nothing is done. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    answers?: components["schemas"]["Application"];
                    from?: number;
                    mandate?: number;
                };
            };
        };
        responses: {
            /** @description The draft */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: number;
                        number: string;
                        /** @enum {string} */
                        state: "draft" | "submitted" | "awaitingCorrection" | "underAssessment" | "awaitingDecision" | "recommended" | "letterIssued" | "letterReceived" | "permitGranted" | "notRecommended" | "underReview" | "discarded" | "notAccepted" | "withdrawn" | "lapsed" | "permitRefused" | "letterExpired" | "letterRevoked";
                        stateLabel: {
                            zh: string;
                            en: string;
                        };
                        version: number;
                        /** Format: date */
                        filedOn: string | null;
                        /** Format: date */
                        dueOn: string | null;
                        /**
                         * Format: date
                         * @description The last day for your own authority: of the consultation it has to answer, otherwise dueOn; for a firm, the day of its first task
                         */
                        ownDueOn: string | null;
                        /** @description Tasks of your firm, the earliest day first: the action to take (`renew`: start an application `from` this one), its last day, the number of items, and whether a colleague was asked to submit it (`ready`); empty for others */
                        tasks: {
                            /** @enum {string} */
                            act: "resubmit" | "answerIntention" | "answerRevocation" | "meetCondition" | "settleConsent" | "message" | "requestReview" | "renew" | "submit";
                            text: {
                                zh: string;
                                en: string;
                            };
                            /** Format: date */
                            day: string | null;
                            count: number;
                            ready: boolean;
                        }[];
                        /** @description Whether the date is provisional because that year’s calendar is not announced */
                        dueProvisional: boolean;
                        /** @description The fast lane set on submission, with its working days */
                        lane: {
                            code: string;
                            label: {
                                zh: string;
                                en: string;
                            };
                            limits: {
                                [key: string]: number;
                            };
                        } | null;
                        talentName: string | null;
                        systemName: string | null;
                        firmName: string;
                        /** @description The agent that submits it for `firmName` under a mandate, if any */
                        agentName: string | null;
                        /** @description Its English name; null if it had none */
                        agentNameEn: string | null;
                        post: string | null;
                        claimedBy: string | null;
                        /** Format: date-time */
                        changedAt: string;
                        answers: components["schemas"]["Application"];
                        answersVersion: number;
                        formVersion: string;
                        documents: components["schemas"]["Document"][];
                        events: {
                            seq: number;
                            /** Format: date-time */
                            at: string;
                            action: string;
                            words: Record<string, never> | null;
                            /** @enum {string} */
                            state: "draft" | "submitted" | "awaitingCorrection" | "underAssessment" | "awaitingDecision" | "recommended" | "letterIssued" | "letterReceived" | "permitGranted" | "notRecommended" | "underReview" | "discarded" | "notAccepted" | "withdrawn" | "lapsed" | "permitRefused" | "letterExpired" | "letterRevoked";
                            by: string | null;
                            /** @description The firm that acted for the case’s own firm under its mandate */
                            agentName: string | null;
                            agentNameEn: string | null;
                            authorityId: number | null;
                            content: Record<string, never> | null;
                        }[];
                        assessments: {
                            round: number;
                            authorityId: number;
                            by: string | null;
                            /** Format: date-time */
                            at: string;
                            /** @enum {string} */
                            opinion: "recommend" | "against";
                            summary: string | null;
                            findings: Record<string, never>[];
                        }[];
                        /** @description What the last recommendation proposed, and the class the candidate reaches without it, as worded in the letter */
                        proposal: {
                            /** @enum {string} */
                            class: "A" | "B";
                            route: string;
                            months: number;
                            treatment: string | null;
                            reached: {
                                zh: string;
                                en: string;
                            };
                            proposed: {
                                zh: string;
                                en: string;
                            };
                            ground: {
                                zh: string;
                                en: string;
                            };
                        } | null;
                        /** @description Open matters after the letter: the event that started it (for a condition not yet reported as met, the recommendation), the condition it is about, and the first day on which it waits for the lead department; null while it waits for the firm */
                        matters: {
                            event: number;
                            kind: string;
                            condition: number | null;
                            /** Format: date */
                            openFrom: string | null;
                        }[];
                        /** @description The mandate under which an agent submits the case; it covers filling in and `acts`. Null if there is none */
                        mandate: {
                            id: number;
                            agentName: string;
                            agentNameEn: string | null;
                            acts: ("submit" | "report")[];
                            /** Format: date */
                            untilOn: string;
                            inForce: boolean;
                        } | null;
                        parties: {
                            authorityId: number;
                            part: string;
                        }[];
                        availableActions: {
                            action: string;
                            kind: string;
                            label: {
                                zh: string;
                                en: string;
                            };
                            enabled: boolean;
                            because: {
                                code: string;
                                path?: string;
                                zh: string;
                                en: string;
                            }[];
                            inputSchema: string;
                        }[];
                        /** @description Answers not in the expected format; missing answers are listed by the check */
                        problems: {
                            code: string;
                            path: string;
                            message: {
                                zh: string;
                                en: string;
                            };
                        }[];
                    };
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not found, or you do not have access */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not possible now, or the case has changed */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description If-Match no longer matches the case */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Larger than the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description The input has errors */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Too many requests: try again after Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Server error: tell us the `requestId` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Temporarily unavailable: try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description No storage space: try again after Retry-After */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
        };
    };
    getCase: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The case */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Case"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not found, or you do not have access */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not possible now, or the case has changed */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description If-Match no longer matches the case */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Larger than the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description The input has errors */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Too many requests: try again after Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Server error: tell us the `requestId` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Temporarily unavailable: try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description No storage space: try again after Retry-After */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
        };
    };
    saveAnswers: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for this request. If you send it again with the same name, you get the first response and nothing is done. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    answers: components["schemas"]["Application"];
                    answersVersion?: number;
                };
            };
        };
        responses: {
            /** @description Saved */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        caseId: number;
                        seq: number;
                        /** @enum {string} */
                        state: "draft" | "submitted" | "awaitingCorrection" | "underAssessment" | "awaitingDecision" | "recommended" | "letterIssued" | "letterReceived" | "permitGranted" | "notRecommended" | "underReview" | "discarded" | "notAccepted" | "withdrawn" | "lapsed" | "permitRefused" | "letterExpired" | "letterRevoked";
                        stateLabel: {
                            zh: string;
                            en: string;
                        };
                        version: number;
                        repeated: boolean;
                        answersVersion: number;
                        /** @description Answers not in the expected format; missing answers are listed by the check */
                        problems: {
                            code: string;
                            path: string;
                            message: {
                                zh: string;
                                en: string;
                            };
                        }[];
                    };
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not found, or you do not have access */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not possible now, or the case has changed */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description If-Match no longer matches the case */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Larger than the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description The input has errors */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Too many requests: try again after Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Server error: tell us the `requestId` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Temporarily unavailable: try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description No storage space: try again after Retry-After */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
        };
    };
    checkCase: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The check */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Check"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not found, or you do not have access */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not possible now, or the case has changed */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description If-Match no longer matches the case */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Larger than the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description The input has errors */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Too many requests: try again after Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Server error: tell us the `requestId` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Temporarily unavailable: try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description No storage space: try again after Retry-After */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
        };
    };
    attachDocument: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for this request. If you send it again with the same name, you get the first response and nothing is done. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "multipart/form-data": {
                    /** @description One of passportPage, photo, resume, contract, workExperience, degree, policeRecord, medical, platformEvidence, commitment, visaPage, cancellation, salaryCommitment, recognition, translation, family, promise, categoryLicence, qualification, previousPermit, platformExport, other */
                    kind: string;
                    /** Format: date */
                    issuedOn?: string;
                    /** @enum {string} */
                    beside?: "true" | "false";
                    /** @description JSON */
                    details?: string;
                    file: Blob;
                };
            };
        };
        responses: {
            /** @description Attached */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        caseId: number;
                        seq: number;
                        /** @enum {string} */
                        state: "draft" | "submitted" | "awaitingCorrection" | "underAssessment" | "awaitingDecision" | "recommended" | "letterIssued" | "letterReceived" | "permitGranted" | "notRecommended" | "underReview" | "discarded" | "notAccepted" | "withdrawn" | "lapsed" | "permitRefused" | "letterExpired" | "letterRevoked";
                        stateLabel: {
                            zh: string;
                            en: string;
                        };
                        version: number;
                        repeated: boolean;
                        document: components["schemas"]["Document"] | null;
                    };
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not found, or you do not have access */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not possible now, or the case has changed */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description If-Match no longer matches the case */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Larger than the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description The input has errors */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Too many requests: try again after Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Server error: tell us the `requestId` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Temporarily unavailable: try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description No storage space: try again after Retry-After */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
        };
    };
    downloadDocument: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
                document: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not found, or you do not have access */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not possible now, or the case has changed */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description If-Match no longer matches the case */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Larger than the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description The input has errors */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Too many requests: try again after Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Server error: tell us the `requestId` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Temporarily unavailable: try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description No storage space: try again after Retry-After */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
        };
    };
    removeDocument: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for this request. If you send it again with the same name, you get the first response and nothing is done. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: number;
                document: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Outcome"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not found, or you do not have access */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not possible now, or the case has changed */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description If-Match no longer matches the case */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Larger than the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description The input has errors */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Too many requests: try again after Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Server error: tell us the `requestId` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Temporarily unavailable: try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description No storage space: try again after Retry-After */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
        };
    };
    doAction: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for this request. If you send it again with the same name, you get the first response and nothing is done. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: number;
                action: "submit" | "discard" | "accept" | "requestCorrection" | "recall" | "declineToAccept" | "withdraw" | "resubmit" | "lapse" | "report" | "consult" | "recommend" | "refuse" | "returnToAssessment" | "recordLetter" | "receiveLetter" | "reissueLetter" | "expire" | "returnLetter" | "revokeLetter" | "recordGranted" | "recordRefused" | "requestReview" | "reopenRefusal" | "upholdRefusal" | "overturnRefusal" | "saveAnswers" | "askToSubmit" | "recordConsent" | "withdrawConsent" | "sign" | "message" | "note" | "claim" | "handOver" | "assign" | "extendLimit" | "chase" | "giveTask" | "finishTask" | "declareInterest" | "extend" | "recompute" | "escalate" | "settleConsent" | "proposeCorrection" | "remind" | "answerIntention" | "announceRefusal" | "pauseLimit" | "resumeLimit" | "reportChange" | "reportEnd" | "meetCondition" | "acknowledge" | "askBack" | "confirmCondition" | "proposeRevocation" | "answerRevocation" | "completePermit";
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ActionRequest"];
                "multipart/form-data": {
                    /** @description As in JSON; put it before the files */
                    version?: string;
                    /** @description The same input, as JSON; put it before the files */
                    input?: string;
                    /** @description Accepted with message (one) and answerIntention, answerRevocation, requestReview, meetCondition, reportChange (ten) */
                    file: Blob[];
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Outcome"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not found, or you do not have access */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not possible now, or the case has changed */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description If-Match no longer matches the case */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Larger than the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description The input has errors */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Too many requests: try again after Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Server error: tell us the `requestId` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Temporarily unavailable: try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description No storage space: try again after Retry-After */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
        };
    };
    listExports: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was read */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Exports"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not found, or you do not have access */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not possible now, or the case has changed */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description If-Match no longer matches the case */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Larger than the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description The input has errors */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Too many requests: try again after Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Server error: tell us the `requestId` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Temporarily unavailable: try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description No storage space: try again after Retry-After */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
        };
    };
    takeExport: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for this request. If you send it again with the same name, you get the first response and nothing is done. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    document: number;
                    channel: number;
                };
            };
        };
        responses: {
            /** @description Saved */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        caseId: number;
                        seq: number;
                        /** @enum {string} */
                        state: "draft" | "submitted" | "awaitingCorrection" | "underAssessment" | "awaitingDecision" | "recommended" | "letterIssued" | "letterReceived" | "permitGranted" | "notRecommended" | "underReview" | "discarded" | "notAccepted" | "withdrawn" | "lapsed" | "permitRefused" | "letterExpired" | "letterRevoked";
                        stateLabel: {
                            zh: string;
                            en: string;
                        };
                        version: number;
                        repeated: boolean;
                        answersVersion: number;
                    };
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not found, or you do not have access */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not possible now, or the case has changed */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description If-Match no longer matches the case */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Larger than the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description The input has errors */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Too many requests: try again after Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Server error: tell us the `requestId` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Temporarily unavailable: try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description No storage space: try again after Retry-After */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
        };
    };
    downloadBatchWorkbook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The workbook */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not found, or you do not have access */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not possible now, or the case has changed */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description If-Match no longer matches the case */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Larger than the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description The input has errors */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Too many requests: try again after Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Server error: tell us the `requestId` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Temporarily unavailable: try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description No storage space: try again after Retry-After */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
        };
    };
    orderBatch: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for this request. If you send it again with the same name, you get the first response and nothing is done. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "multipart/form-data": {
                    /** @description If sent for an employer: its mandate */
                    mandate?: string;
                    workbook: Blob;
                };
            };
        };
        responses: {
            /** @description The batch; request it again until `waiting` is 0 */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Batch"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not found, or you do not have access */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not possible now, or the case has changed */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description If-Match no longer matches the case */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Larger than the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description The input has errors */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Too many requests: try again after Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Server error: tell us the `requestId` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Temporarily unavailable: try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description No storage space: try again after Retry-After */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
        };
    };
    getBatch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The batch */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Batch"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not found, or you do not have access */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not possible now, or the case has changed */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description If-Match no longer matches the case */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Larger than the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description The input has errors */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Too many requests: try again after Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Server error: tell us the `requestId` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Temporarily unavailable: try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description No storage space: try again after Retry-After */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
        };
    };
    moveBatch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    to: "running" | "paused" | "stopped";
                };
            };
        };
        responses: {
            /** @description The batch */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Batch"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not found, or you do not have access */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not possible now, or the case has changed */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description If-Match no longer matches the case */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Larger than the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description The input has errors */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Too many requests: try again after Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Server error: tell us the `requestId` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Temporarily unavailable: try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description No storage space: try again after Retry-After */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
        };
    };
    sendBatchDocuments: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "multipart/form-data": {
                    /** @description For a ZIP sent in parts: your name for the whole ZIP; put it before the file in the form */
                    upload?: string;
                    /** @description Size of the whole ZIP in bytes */
                    size?: string;
                    /** @description Where this part begins; an empty part at 0 asks where to continue */
                    offset?: string;
                    files: Blob;
                };
            };
        };
        responses: {
            /** @description Files received, and why others were rejected; a ZIP is unpacked afterwards */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        kept: number;
                        refused: {
                            name: string;
                            why: {
                                zh: string;
                                en: string;
                            };
                        }[];
                        /** @description For a ZIP sent in parts: where the next part begins */
                        offset: number | null;
                    };
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not found, or you do not have access */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not possible now, or the case has changed */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description If-Match no longer matches the case */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Larger than the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description The input has errors */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Too many requests: try again after Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Server error: tell us the `requestId` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Temporarily unavailable: try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description No storage space: try again after Retry-After */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
        };
    };
    downloadBatchReport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The workbook */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not found, or you do not have access */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not possible now, or the case has changed */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description If-Match no longer matches the case */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Larger than the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description The input has errors */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Too many requests: try again after Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Server error: tell us the `requestId` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Temporarily unavailable: try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description No storage space: try again after Retry-After */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
        };
    };
    listEvents: {
        parameters: {
            query?: {
                /** @description `next` of the previous response; if omitted, from the first event */
                after?: string;
                /** @description Kinds of events, separated by commas: start, submit, discard, recall, accept, requestCorrection, declineToAccept, resubmit, withdraw, lapse, recommend, refuse, recordLetter, receiveLetter, returnLetter, reissueLetter, revokeLetter, expire, recordGranted, completePermit, recordRefused, requestReview, reopenRefusal, upholdRefusal, overturnRefusal, saveAnswers, attachFile, askToSubmit, announceRefusal, answerIntention, extend, extendLimit, recompute, pauseLimit, resumeLimit, remind, meetCondition, acknowledge, askBack, confirmCondition, proposeRevocation, answerRevocation, recordConsent, withdrawConsent, sign, settleConsent, message, reportChange, reportEnd, linkTalent, resetTalentPage, talentConsented, talentWithdrew, erase */
                kinds?: string;
                /** @description Maximum number of events */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of events, the earliest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        events: components["schemas"]["Event"][];
                        next: string;
                        /** @description Whether there are more events to read at once */
                        more: boolean;
                    };
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not found, or you do not have access */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not possible now, or the case has changed */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description If-Match no longer matches the case */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Larger than the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description The input has errors */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Too many requests: try again after Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Server error: tell us the `requestId` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Temporarily unavailable: try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description No storage space: try again after Retry-After */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
        };
    };
    listMandates: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The mandates */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        mandates: components["schemas"]["Mandate"][];
                    };
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not found, or you do not have access */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not possible now, or the case has changed */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description If-Match no longer matches the case */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Larger than the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description The input has errors */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Too many requests: try again after Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Server error: tell us the `requestId` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Temporarily unavailable: try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description No storage space: try again after Retry-After */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
        };
    };
    askMandate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["mandate"];
            };
        };
        responses: {
            /** @description The mandate, waiting for the employer or in force */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Mandate"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not found, or you do not have access */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not possible now, or the case has changed */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description If-Match no longer matches the case */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Larger than the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description The input has errors */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Too many requests: try again after Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Server error: tell us the `requestId` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Temporarily unavailable: try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description No storage space: try again after Retry-After */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
        };
    };
    confirmMandate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["mandateLimits"];
            };
        };
        responses: {
            /** @description The mandate, in force */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Mandate"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not found, or you do not have access */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not possible now, or the case has changed */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description If-Match no longer matches the case */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Larger than the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description The input has errors */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Too many requests: try again after Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Server error: tell us the `requestId` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Temporarily unavailable: try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description No storage space: try again after Retry-After */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
        };
    };
    endMandate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["mandateEnd"];
            };
        };
        responses: {
            /** @description The ended mandate */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Mandate"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not found, or you do not have access */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not possible now, or the case has changed */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description If-Match no longer matches the case */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Larger than the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description The input has errors */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Too many requests: try again after Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Server error: tell us the `requestId` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Temporarily unavailable: try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description No storage space: try again after Retry-After */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
        };
    };
    listReference: {
        parameters: {
            query?: {
                /** @description The day; if omitted, today */
                on?: string;
            };
            header?: never;
            path: {
                kind: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The entries, by key */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        kind: string;
                        label: {
                            zh: string;
                            en: string;
                        };
                        /** Format: date */
                        on: string;
                        entries: {
                            id: number;
                            key: string;
                            /** Format: date */
                            effectiveFrom: string;
                            body: Record<string, never>;
                        }[];
                    };
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not found, or you do not have access */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not possible now, or the case has changed */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description If-Match no longer matches the case */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Larger than the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description The input has errors */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Too many requests: try again after Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Server error: tell us the `requestId` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Temporarily unavailable: try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description No storage space: try again after Retry-After */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
        };
    };
    listLetters: {
        parameters: {
            query?: {
                /** @description Search text */
                find?: string;
                /** @description Which list */
                list?: "all" | "toReceive" | "inForce" | "ended" | "void";
                /** @description `next` of the previous page */
                before?: number;
            };
            header?: {
                /** @description A full passport number, instead of `find`: an address must not contain one */
                "x-passport-number"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of letters */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        letters: components["schemas"]["Letter"][];
                        next: number | null;
                    };
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not found, or you do not have access */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not possible now, or the case has changed */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description If-Match no longer matches the case */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Larger than the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description The input has errors */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Too many requests: try again after Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Server error: tell us the `requestId` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Temporarily unavailable: try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description No storage space: try again after Retry-After */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
        };
    };
    getLetter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The letter */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Letter"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not found, or you do not have access */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not possible now, or the case has changed */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description If-Match no longer matches the case */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Larger than the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description The input has errors */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Too many requests: try again after Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Server error: tell us the `requestId` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Temporarily unavailable: try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description No storage space: try again after Retry-After */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
        };
    };
    listPapers: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The letters, the oldest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        papers: components["schemas"]["Paper"][];
                    };
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not found, or you do not have access */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not possible now, or the case has changed */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description If-Match no longer matches the case */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Larger than the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description The input has errors */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Too many requests: try again after Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Server error: tell us the `requestId` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Temporarily unavailable: try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description No storage space: try again after Retry-After */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
        };
    };
    downloadLetter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The PDF */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not found, or you do not have access */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not possible now, or the case has changed */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description If-Match no longer matches the case */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Larger than the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description The input has errors */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Too many requests: try again after Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Server error: tell us the `requestId` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Temporarily unavailable: try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description No storage space: try again after Retry-After */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
        };
    };
    verifyCode: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What the public may see */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Checked"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not found, or you do not have access */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not possible now, or the case has changed */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description If-Match no longer matches the case */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Larger than the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description The input has errors */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Too many requests: try again after Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Server error: tell us the `requestId` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Temporarily unavailable: try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description No storage space: try again after Retry-After */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
        };
    };
    verifyFile: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    sha256?: string;
                    code?: string;
                };
            };
        };
        responses: {
            /** @description What the public may see */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Checked"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not found, or you do not have access */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not possible now, or the case has changed */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description If-Match no longer matches the case */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Larger than the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description The input has errors */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Too many requests: try again after Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Server error: tell us the `requestId` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Temporarily unavailable: try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description No storage space: try again after Retry-After */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
        };
    };
    describePackages: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The schema */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not found, or you do not have access */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not possible now, or the case has changed */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description If-Match no longer matches the case */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Larger than the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description The input has errors */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Too many requests: try again after Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Server error: tell us the `requestId` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Temporarily unavailable: try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description No storage space: try again after Retry-After */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
        };
    };
    createPackage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    letters: number[];
                };
            };
        };
        responses: {
            /** @description The package, with the location of its file */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: number;
                        letters: number;
                        /** @description Where the ZIP is */
                        file: string;
                    };
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not found, or you do not have access */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not possible now, or the case has changed */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description If-Match no longer matches the case */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Larger than the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description The input has errors */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Too many requests: try again after Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Server error: tell us the `requestId` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Temporarily unavailable: try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description No storage space: try again after Retry-After */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
        };
    };
    getPackage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The package */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Package"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not found, or you do not have access */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not possible now, or the case has changed */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description If-Match no longer matches the case */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Larger than the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description The input has errors */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Too many requests: try again after Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Server error: tell us the `requestId` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Temporarily unavailable: try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description No storage space: try again after Retry-After */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
        };
    };
    downloadPackage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The ZIP */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not found, or you do not have access */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not possible now, or the case has changed */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description If-Match no longer matches the case */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Larger than the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description The input has errors */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Too many requests: try again after Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Server error: tell us the `requestId` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Temporarily unavailable: try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description No storage space: try again after Retry-After */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
        };
    };
    downloadLetterPackage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The ZIP */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not found, or you do not have access */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not possible now, or the case has changed */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description If-Match no longer matches the case */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Larger than the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description The input has errors */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Too many requests: try again after Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Server error: tell us the `requestId` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Temporarily unavailable: try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description No storage space: try again after Retry-After */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
        };
    };
    recordOutcomes: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for this request. If you send it again with the same name, you get the first response and nothing is done. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    outcomes: components["schemas"]["outcome"][];
                    check?: boolean;
                };
            };
        };
        responses: {
            /** @description The result of each line, in the order of the lines */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        results: components["schemas"]["OutcomeResult"][];
                    };
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not found, or you do not have access */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not possible now, or the case has changed */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description If-Match no longer matches the case */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Larger than the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description The input has errors */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Too many requests: try again after Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Server error: tell us the `requestId` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Temporarily unavailable: try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description No storage space: try again after Retry-After */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
        };
    };
    checkYourself: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    answers?: components["schemas"]["Application"];
                    /**
                     * Format: date
                     * @description Today or later; if omitted, today
                     */
                    filedOn?: string;
                    /** @description The firm’s unified social credit code */
                    creditCode?: string;
                    documents?: {
                        kind?: string;
                        /** Format: date */
                        issuedOn?: string;
                        format?: string;
                        bytes?: number;
                        width?: number;
                        height?: number;
                        /** @description Language of the document (BCP 47) */
                        language?: string;
                        /** @description For a translation: the kind of the document it translates */
                        of?: string;
                    }[];
                };
            };
        };
        responses: {
            /** @description The result of the self-check */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SelfCheck"];
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not found, or you do not have access */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not possible now, or the case has changed */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description If-Match no longer matches the case */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Larger than the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description The input has errors */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Too many requests: try again after Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Server error: tell us the `requestId` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Temporarily unavailable: try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description No storage space: try again after Retry-After */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
        };
    };
    describeApi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OpenAPI 3.1 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not found, or you do not have access */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not possible now, or the case has changed */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description If-Match no longer matches the case */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Larger than the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description The input has errors */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Too many requests: try again after Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Server error: tell us the `requestId` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Temporarily unavailable: try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description No storage space: try again after Retry-After */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
        };
    };
    listCodes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Kinds and codes, with their words; `{…}` stands for what differs */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        kinds: {
                            error: string;
                            zh: string;
                            en: string;
                        }[];
                        codes: {
                            code: string;
                            zh: string;
                            en: string;
                        }[];
                    };
                };
            };
            /** @description Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not found, or you do not have access */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Not possible now, or the case has changed */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description If-Match no longer matches the case */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Larger than the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description The input has errors */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Too many requests: try again after Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Server error: tell us the `requestId` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description Temporarily unavailable: try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
            /** @description No storage space: try again after Retry-After */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Failure"];
                };
            };
        };
    };
}
