import { generatedPassword } from '../dev/index'
import { usage } from './failure'
import type { Options, OptionText } from './options'
import { fromDescriptor } from './password'

export const newPasswordOptions: readonly OptionText[] = [
    { name: 'new-password-env', value: 'NAME', text: 'the environment variable with the password for the keys that are made (POPCERT_NEW_PASSWORD where it is set); else one is generated' },
    { name: 'new-password-fd', value: 'NUMBER', text: 'the open file descriptor whose first line is that password' },
]

/** The password for keys that are made; undefined where they are to be plain. */
export function newPassword(options: Options): { readonly password: string | undefined; readonly isGenerated: boolean } {
    const [name, descriptor] = [options.one('new-password-env'), options.one('new-password-fd')]
    if (options.has('plain')) {
        if (name !== undefined || descriptor !== undefined) throw usage('--plain and a password exclude each other.', 'Leave one of them out.')
        return { password: undefined, isGenerated: false }
    }
    if (name !== undefined && descriptor !== undefined) throw usage('--new-password-env and --new-password-fd are both there.', 'Give one of them.')
    if (descriptor !== undefined) return { password: fromDescriptor(descriptor, '--new-password-fd'), isGenerated: false }
    const given = process.env[name ?? 'POPCERT_NEW_PASSWORD']
    if (given === undefined && name !== undefined) throw usage('The variable that --new-password-env names is not set.', 'Export it, or leave the option out to have one generated.')
    return given === undefined ? { password: generatedPassword(), isGenerated: true } : { password: given, isGenerated: false }
}
