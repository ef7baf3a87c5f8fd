import { into, list, object, optional, taken, text, type Decoder } from '../../decode/decode'
import type { Service } from '../cloud/model'
import { collectionOf } from './pickers'

/** Of Microsoft.Authorization; a host need not choose it, as nothing rests on the answer but what is said before a press. */
export const permissionsVersion = '2022-04-01'

/** What one role lets its owner do: a pattern of `actions` has to fit, and none of `notActions`. */
export interface Permission {
    readonly actions: readonly string[]
    readonly notActions: readonly string[]
}

const patterns = optional(list(text(500), 10_000), [])

export const permission: Decoder<Permission> = into(
    object<Permission>({ actions: patterns, notActions: patterns }, { anyCase: true }), (value) => taken(value))

/** One of them is enough for something to be left to do; who may do a part of the way is told by the service which part is missing. */
const changes = ['write', 'generateVerificationCode/action', 'verify/action'] as const

export function permissionsPath({ id }: Pick<Service, 'id'>): string {
    return `${id}/providers/Microsoft.Authorization/permissions`
}

/** Whether any of these roles allows any change of a CA certificate of this service. */
export function allowsChange(permissions: readonly Permission[], { kind }: Pick<Service, 'kind'>): boolean {
    return changes.some((change) => {
        const action = `Microsoft.Devices/${collectionOf[kind]}/certificates/${change}`
        return permissions.some(({ actions, notActions }) => actions.some((each) => fits(each, action)) && !notActions.some((each) => fits(each, action)))
    })
}

/** `*` stands for anything, slashes too; case does not count. Piece by piece, so that no pattern can take long. */
function fits(pattern: string, action: string): boolean {
    const [first = '', ...rest] = pattern.toLowerCase().split('*')
    const whole = action.toLowerCase()
    const last = rest.pop()
    if (last === undefined) return whole === first
    if (!whole.startsWith(first)) return false
    let from = first.length
    for (const piece of rest) {
        const found = whole.indexOf(piece, from)
        if (found === -1) return false
        from = found + piece.length
    }
    return whole.length - last.length >= from && whole.endsWith(last)
}
