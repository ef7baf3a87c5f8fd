import type { CaEntry } from '../cloud/model'
import { text } from '../texts/say'

const day = 86_400_000

/** Whether a certificate has ended, or will within so many days. Of what does not say when it ends, nothing is known. */
export function expiryOf({ expiry }: Pick<CaEntry, 'expiry'>, days: number, now: Date = new Date()): 'expired' | 'soon' | 'later' | 'unknown' {
    if (expiry === null) return 'unknown'
    const left = expiry.getTime() - now.getTime()
    return left <= 0 ? 'expired' : left <= days * day ? 'soon' : 'later'
}

/** `expired yesterday`, `expires in 21 days`. */
export function expiryText(expiry: Date, now: Date = new Date()): string {
    const left = expiry.getTime() - now.getTime()
    const days = Math.floor(Math.abs(left) / day)
    if (left <= 0) return days === 0 ? text('ending.today') : days === 1 ? text('ending.yesterday') : text('ending.ago', { count: days })
    return days === 0 ? text('ending.day') : days === 1 ? text('ending.tomorrow') : text('ending.in', { count: days })
}
