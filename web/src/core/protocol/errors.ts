/** Any octets; never text. */
export type Bytes = Uint8Array

/** Stable name of an error, such as `KEY_NOT_OF_THIS_CERTIFICATE`. The list is core/sentences/sentences.json. */
export type ErrorCode = string

/** Coarse classes to branch on; a new code falls into one of these. */
export type ErrorCategory =
    | 'empty-input' | 'not-recognized' | 'truncated' | 'malformed' | 'trailing-data' | 'unsupported-algorithm'
    | 'password-required' | 'wrong-password' | 'kdf-limit' | 'limit' | 'wrong-object' | 'no-private-key'
    | 'no-certificate' | 'ambiguous' | 'invalid-key' | 'weak-key' | 'key-cert-mismatch' | 'cert-not-ca'
    | 'cert-no-keycertsign' | 'cert-expired' | 'cert-not-yet-valid' | 'invalid-request' | 'internal'

/** The input that an error or finding belongs to, named as in `CreateInput`. */
export type Field = 'verificationCode' | 'privateKey' | 'caCertificate' | 'password' | 'validity' | 'subjectKey' | 'now'

/**
 * What the words in braces of a sentence were filled with, so that a translation can be filled in the same way: `value`, `count`
 * (numbers), `name`, `other`, `where`, `date`, `from` (yyyy-mm-dd, UTC). Only those that the sentence or its hint has. The sentences of the core are
 * in core/sentences/sentences.json.
 */
export type Parameters = Readonly<Record<string, string>>

export interface CoreError {
    readonly code: ErrorCode
    readonly category: ErrorCategory
    /** One sentence about this input. */
    readonly message: string
    /** What to do next; may be empty. */
    readonly hint: string
    readonly parameters: Parameters
    /** Octets into the decoded input; 0 where that says nothing. */
    readonly offset: number
    readonly field: Field | null
}

/** One line of the pre-flight checklist. Every check that could run is there, not only the first that failed. */
export interface Finding {
    /**
     * Stable: `code`, `key`, `certificate`, `match`, `chain`, `ca`, `usage`, `validity`, `strength`, `subject`, `algorithm`,
     * `signature` (of a CA that signed itself), `names` (its name constraints), `purpose` (its extKeyUsage), `extensions` (critical or
     * damaged ones), `period`, `clock`; of a device's chain `chain`, `file`, `device`, `name`, `validity`, `issuing`, `signature`, `sent`,
     * `names`, `purpose`, `extensions`; `call` for an argument without a field. `key` and `certificate` tell what could be read of a file.
     */
    readonly id: string
    readonly status: 'pass' | 'warn' | 'fail'
    readonly field: Field | null
    /** Which sentence this is: the error's code, or for a pass a stable name such as `match.pass`, `code.trimmed`. */
    readonly text: string
    readonly message: string
    readonly hint: string
    readonly parameters: Parameters
    /** The error behind a warning or failure; null for a pass, and for `chain.verified`. */
    readonly code: ErrorCode | null
    readonly category: ErrorCategory | null
}

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: CoreError }
