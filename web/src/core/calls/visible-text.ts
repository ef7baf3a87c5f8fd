import { takeText } from '../arguments'
import type { LoadedCore } from '../load'

/** Whether a person sees every character of the text, and no blank but the ordinary one is in it. */
export function runIsVisibleText(core: LoadedCore, text: string): boolean {
    return core.run(() => false, (raw) => raw.isVisibleText(takeText(text, 'text', 'verificationCode')))
}
