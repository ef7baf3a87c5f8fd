import type { PrivateKeyItem } from '../../core/protocol'
import { element } from '../../page/elements'
import { keyText } from '../../page/format'
import { counted, text } from '../../texts/catalogue'

/** What was found in the key's file; never anything of the key itself but its kind and size. */
export function keyCard(keys: readonly PrivateKeyItem[], fileName: string): { title: string; detail: string; facts: Node | null } {
    const [first] = keys
    if (keys.length === 1 && first !== undefined) {
        return { title: keyText(first), detail: `${fileName} · ${first.format}`, facts: null }
    }
    const list = element('ul', 'plain-list', ...keys.map((key) => element('li', '', `${keyText(key)} · ${key.format}`)))
    return {
        title: counted('keys', keys.length),
        detail: `${fileName} · ${text('keys.which')}`,
        facts: list,
    }
}
