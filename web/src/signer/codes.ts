import type { CodeCheck } from '../core/protocol'

/** The codes that the core found in a text, without what stands around them; none where it holds nothing of a service's form. */
export function codesOf([found]: readonly CodeCheck[]): readonly string[] {
    return found === undefined || (found.service === null && found.finding.code !== 'CODE_SEVERAL') ? [] : found.verificationCode.split('\n')
}
