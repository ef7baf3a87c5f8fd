import { element } from './elements'
import { groups, localDay, utcMinute } from './format'

/** A list of names and values. */
export function factList(facts: readonly (readonly [name: Node | string, value: Node | string])[]): HTMLElement {
    const list = element('dl', 'facts')
    for (const [name, value] of facts) list.append(element('dt', '', name), element('dd', '', value))
    return list
}

/** As the portal shows a thumbprint, in groups to compare by eye. The gaps are drawn, not written: what is copied is the bare hex. */
export function hexText(hex: string): HTMLElement {
    return groupedText(hex.toUpperCase())
}

/** The same for text that is no hex, or need not be. */
export function groupedText(text: string): HTMLElement {
    const code = element('code', 'hex')
    for (const group of groups(text)) code.append(element('span', '', group), element('wbr', ''))
    return code
}

/** A name from a file, which may be written in the other direction than the text around it. */
export function bidi(name: string): HTMLElement {
    return element('bdi', '', name)
}

/** A whole name, as the core writes it after RFC 4514: for people with a blank behind each comma that is not escaped. */
export function nameText(name: string): HTMLElement {
    return bidi(name.replace(/\\.|,/g, (part) => part === ',' ? ', ' : part))
}

/** The day where the reader is; the exact time on hovering. */
export function dayText(date: Date): HTMLElement {
    const time = element('time', '', localDay(date))
    time.dateTime = date.toISOString()
    time.title = utcMinute(date)
    return time
}

export function periodText(from: Date, until: Date): HTMLElement {
    return element('span', '', dayText(from), ' – ', dayText(until))
}
