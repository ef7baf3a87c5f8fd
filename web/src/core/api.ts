import type {
    Bytes, CaInput, ChainCheck, CheckChainInput, Checked, CheckInput, CodeCheck, CreateAllInput, CreateAllResult,
    CreateEachResult, CreateInput, CreateResult, ExtensionFact, Finding, FinishInput, Inspected, InspectInput, Judged, JudgeInput, Origin, PrepareInput,
    PrepareResult, Result, ServiceId,
} from './protocol'

/**
 * popcert without a page. Every call returns at once and never throws; what goes wrong is in the result, for wrong arguments
 * too. The arguments are left as they are: wipe your own copies of key octets.
 */
export interface Core {
    /** The program's version, such as `0.2.0`. */
    readonly version: string
    /**
     * Everything found in one file. An error where nothing in it is of use, with the category `password-required` where a
     * password is needed first.
     */
    inspect(octets: Bytes, options?: Omit<InspectInput, 'octets'>): Result<Inspected>
    /** The extensions of a certificate (DER, as `inspect` gives it) in people's words, in its order; none of anything else. */
    describe(certificate: Bytes): readonly ExtensionFact[]
    /** The pre-flight checklist, as far as the inputs are there; needs no secret. `now` is the clock's time where absent. */
    check(input: Omit<CheckInput, 'now'> & { readonly now?: Date | undefined }): Checked
    /**
     * The codes alone, whatever signs them: one answer for each, in their order. With `caCertificate`, as in `check`, a code that is
     * a thumbprint of one of its certificates is named (`CODE_IS_THUMBPRINT`).
     */
    checkCodes(verificationCodes: readonly string[], codeOrigin?: Origin, service?: ServiceId, caCertificate?: Bytes): readonly CodeCheck[]
    /** A CA's file alone, without key, code and period: the findings of the field `caCertificate`. */
    checkCa(input: CaInput): readonly Finding[]
    /**
     * Makes the verification certificate, and verifies it before handing it out. The findings are all of the checklist's,
     * also where it fails; warnings stand there beside a certificate that was made.
     */
    createVerificationCertificate(input: CreateInput): CreateResult
    /** The same for up to 1,000 codes: the key is read once, and each code is signed, or fails, on its own. */
    createVerificationCertificates(input: CreateAllInput): CreateAllResult
    /** The same with each result given to `onResult` as soon as it is made. */
    createEach(input: CreateAllInput, onResult: (result: CreateResult) => void): CreateEachResult
    /** What has to be signed where the key is not here: in a device, a vault, with somebody else. The checklist's rules hold, each. */
    prepare(input: PrepareInput): PrepareResult
    /** Puts the signature that came back to what was prepared. Verified before it is handed out; if it does not hold, which mistake it is. */
    finish(input: FinishInput): CreateResult
    /** Whether a service would take a verification certificate that another tool made, for this code under this CA. */
    judge(input: JudgeInput): Judged
    /** Whether a person sees every character of the text (by Unicode's data), and no blank but the ordinary one is in it. */
    isVisibleText(text: string): boolean
    /** Whether a device's chain rolls up to a CA certificate that is verified on the service, and if not, what to do. */
    checkChain(input: CheckChainInput): Result<ChainCheck>
}
