import type { CertificateItem } from '../../core/protocol'
import { element, hiddenText, icon } from '../../page/elements'
import { factList, hexText, nameText, periodText } from '../../page/facts'
import { localDay } from '../../page/format'
import { copyText } from '../../page/hand-out'
import { freeName, isSameName } from '../../page/plain-name'
import type { Actions } from '../actions'
import type { CaEntry } from '../cloud/model'
import { expiryOf, expiryText } from '../run/expiry'
import { mostEntries } from '../run/inventory'
import { isReadOnly } from '../run/plan'
import { isAtWork, type ServiceRow } from '../run/state'
import type { Message } from '../state'
import { text } from '../texts/say'
import { pageText } from '../texts/shared'
import { periodThere } from './question'

function button(label: string, name: string, className: string, press: () => void): HTMLButtonElement {
    const made = element('button', className, label, hiddenText(` ${name}`))
    made.type = 'button'
    made.addEventListener('click', press)
    return made
}

/** Says it where it ends soon, or has ended. */
function endingText(entry: CaEntry, expiryDays: number): string {
    const ending = expiryOf(entry, expiryDays)
    return entry.expiry !== null && (ending === 'expired' || ending === 'soon') ? `, ${expiryText(entry.expiry)}` : ''
}

function entryLine(entry: CaEntry, mine: boolean, expiryDays: number): HTMLElement {
    const state = element('span', entry.isVerified ? 'badge pass' : 'badge warn',
        icon(entry.isVerified ? 'pass' : 'warn'), text(entry.isVerified ? 'verified' : 'unverified'))
    const name = element('span', mine ? 'mine' : '', entry.name, ' ')
    const facts = element('span', 'hint', mine ? text('entry.yours') : entry.subject)
    if (entry.expiry !== null) facts.append(` · ${pageText('valid.until', { date: localDay(entry.expiry) })}`, endingText(entry, expiryDays))
    return element('li', '', element('span', '', name, facts), state)
}

function codeOf(code: string): HTMLElement {
    const copy = element('button', 'button plain', pageText('copy.short'))
    copy.type = 'button'
    copy.addEventListener('click', async () => {
        const box = element('textarea', 'visually-hidden')
        box.value = code
        document.body.append(box)
        copy.textContent = await copyText(code, box) ? pageText('copied') : text('select.it')
        box.remove()
    })
    return element('div', 'command', element('code', '', code), copy)
}

/** Deleting takes a second press, on a button that says what goes. */
function deleteQuestion(row: ServiceRow, entry: CaEntry, actions: Actions, close: () => void): HTMLElement {
    const { id, name } = row.service
    const what = text(entry.isVerified ? 'delete.verified' : 'delete.unverified', { entry: entry.name, name })
    const yes = button(text('delete.yes'), '', 'button danger', () => void actions.run.remove(id, entry))
    return element('div', 'ask', element('p', '', what), element('div', 'operations', yes, button(text('keep'), '', 'button', close)))
}

function uploadVerifiedQuestion({ service }: ServiceRow, actions: Actions, close: () => void): HTMLElement {
    const what = text('upload.verified.what')
    const yes = button(text('upload.verified.yes'), '', 'button', () => void actions.services.upload(service.id, true))
    return element('div', 'ask', element('p', '', what), element('div', 'operations', yes, button(text('upload.verified.no'), '', 'button', close)))
}

function newCodeQuestion({ service }: ServiceRow, actions: Actions, close: () => void): HTMLElement {
    const what = text('code.anew.what')
    const yes = button(text('code.anew.yes'), '', 'button', () => void actions.run.generateCode(service.id))
    return element('div', 'ask', element('p', '', what), element('div', 'operations', yes, button(text('code.anew.no'), '', 'button', close)))
}

/** Both certificates side by side. */
function replaceQuestion({ service }: ServiceRow, ca: CertificateItem, there: CaEntry, actions: Actions, close: () => void): HTMLElement {
    const earlier = there.expiry !== null && ca.notAfter.getTime() < there.expiry.getTime()
    const yes = button(text('replace', { entry: there.name }), text('at', { name: service.name }), 'button danger', () => void actions.services.replace(service.id, there))
    const sides = element('div', 'sides',
        element('div', '', element('h4', '', text(there.isVerified ? 'replace.there' : 'replace.there.unverified')),
            factList([[pageText('fact.subject'), nameText(there.subject)], [pageText('fact.valid'), periodThere(there, actions)], [text('thumbprint'), hexText(there.thumbprint)]])),
        element('div', '', element('h4', '', text('replace.yours')),
            factList([[pageText('fact.subject'), nameText(ca.subject)], [pageText('fact.valid'), periodText(ca.notBefore, ca.notAfter)], [text('thumbprint'), hexText(ca.sha1)]])))
    return element('div', 'ask', sides,
        ...(earlier ? [element('p', 'note', text('replace.earlier'))] : []),
        element('p', '', text('replace.what', { entry: there.name })),
        element('div', 'operations', yes, button(text('keep'), '', 'button', close)))
}

/** Each step alone, as the portal offers it. */
function operationsOf(row: ServiceRow, ca: CertificateItem, running: boolean, actions: Actions, ask: (question: HTMLElement | null) => void): readonly HTMLElement[] {
    const { entry, other, service: { id, name } } = row
    const close = () => ask(null)
    const all: HTMLElement[] = []
    if (entry === null) {
        if (other === null) all.push(button(text('upload'), text('to', { name }), 'button', () => void actions.services.upload(id, false)))
        else all.push(button(text('replace.ask', { entry: other.name }), text('at', { name }), 'button', () => ask(replaceQuestion(row, ca, other, actions, close))))
        if (other === null) all.push(button(text('upload.verified'), text('to', { name }), 'button', () => ask(uploadVerifiedQuestion(row, actions, close))))
    } else {
        if (!entry.isVerified) {
            if (row.code === null) all.push(button(text('code.new'), text('for', { name }), 'button', () => void actions.run.generateCode(id)))
            else all.push(button(text('code.anew'), text('for', { name }), 'button', () => ask(newCodeQuestion(row, actions, close))))
            const file = element('input', 'visually-hidden')
            file.type = 'file'
            file.id = `verify-${CSS.escape(id)}`
            const label = element('label', 'button', text('verify.file.with'), hiddenText(` ${text('at', { name })}`))
            label.htmlFor = file.id
            file.addEventListener('change', () => {
                const chosen = file.files?.[0]
                if (chosen !== undefined) void actions.verifyWithFile(id, chosen)
            })
            all.push(file, label)
        }
        all.push(button(text('delete'), text('delete.of', { entry: entry.name, name }), 'button danger', () => ask(deleteQuestion(row, entry, actions, close))))
    }
    if (running || isAtWork(row)) {
        for (const each of all) if (each instanceof HTMLButtonElement || each instanceof HTMLInputElement) each.disabled = true
    }
    return all
}

/** Under which name the CA would be uploaded; another one where it is taken. */
function nameField({ service, name, other, entries }: ServiceRow, actions: Actions): HTMLElement {
    const input = element('input', '')
    input.id = `name-${CSS.escape(service.id)}`
    input.value = name
    input.autocomplete = 'off'
    input.spellcheck = false
    const note = element('p', other === null ? 'hint' : 'note', other === null ? ''
        : text('name.taken', { service: service.name, subject: other.subject, name: other.name, free: freeName(name, (free) => entries?.some((each) => isSameName(each.name, free)) ?? false) }))
    input.addEventListener('change', () => {
        if (actions.run.setName(service.id, input.value.trim())) return
        input.setAttribute('aria-invalid', 'true')
        note.className = 'error'
        note.textContent = text('name.bad')
    })
    const label = element('label', '', text('name'), hiddenText(` ${text('at', { name: service.name })}`))
    label.htmlFor = input.id
    return element('div', 'field entry-name', label, input, note)
}

/** What a row was drawn from: where none of it changed, it is left as it is. */
export interface RowInput {
    readonly row: ServiceRow
    readonly ca: CertificateItem | null
    readonly selected: boolean
    readonly opened: boolean
    readonly running: boolean
    /** Why the CA cannot be uploaded at all. */
    readonly problem: Message | null
    readonly expiryDays: number
}

export function rowDetails({ row, ca, running, problem, expiryDays }: RowInput, actions: Actions): HTMLElement {
    const box = element('div', 'details')
    const question = element('div', '')
    const ask = (asked: HTMLElement | null) => {
        question.replaceChildren(...(asked === null ? [] : [asked]))
        if (asked === null) box.querySelector<HTMLElement>('.operations .button')?.focus()
        else asked.querySelector<HTMLElement>('button')?.focus()
    }
    const { entries, entry, code, service } = row
    if (isReadOnly(row)) box.append(element('p', 'hint', text('rights.read.what')))
    if (ca !== null) {
        box.append(element('h3', '', text('here')))
        if (entry === null && entries !== null && problem === null) box.append(nameField(row, actions))
        if (entry === null && problem !== null) box.append(element('p', 'hint', text('here.not', { reason: problem })))
        const operations = operationsOf(row, ca, running || (entry === null && problem !== null), actions, ask)
        box.append(element('div', 'operations', ...operations), question)
        if (code !== null) box.append(element('h3', '', text('code.title')), codeOf(code.value))
    }
    box.append(element('h3', '', entries === null ? text('entries') : text('entries.count', { count: entries.length, most: mostEntries })))
    if (entries === null) box.append(element('p', 'hint', text('place.unread')))
    else if (entries.length === 0) box.append(element('p', 'hint', text('entries.none')))
    else box.append(element('ul', 'entries', ...entries.map((each) => entryLine(each, each === entry, expiryDays))))
    if (entry !== null) box.append(element('h3', '', text('thumbprint')), hexText(entry.thumbprint))
    box.append(element('h3', '', text('resource')), element('p', 'hint', service.id))
    return box
}
