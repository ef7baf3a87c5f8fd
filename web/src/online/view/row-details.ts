import type { CertificateItem } from '../../core/protocol'
import { element, hiddenText, icon } from '../../page/elements'
import { dayText, factList, hexText, periodText } from '../../page/facts'
import { copyText } from '../../page/hand-out'
import type { Actions } from '../actions'
import type { CaEntry } from '../cloud/model'
import { expiryOf, expiryText } from '../run/expiry'
import { mostEntries } from '../run/inventory'
import { freeName } from '../run/names'
import { isAtWork, type ServiceRow } from '../run/state'
import { periodThere } from './question'
import type { RowInput } from './rows'

function button(text: string, name: string, className: string, press: () => void): HTMLButtonElement {
    const made = element('button', className, text, hiddenText(` ${name}`))
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
        icon(entry.isVerified ? 'pass' : 'warn'), entry.isVerified ? 'Verified' : 'Unverified')
    const name = element('span', mine ? 'mine' : '', entry.name, ' ')
    const facts = element('span', 'hint', mine ? 'your CA' : entry.subject)
    if (entry.expiry !== null) facts.append(' · valid until ', dayText(entry.expiry), endingText(entry, expiryDays))
    return element('li', '', element('span', '', name, facts), state)
}

function codeOf(code: string): HTMLElement {
    const text = element('code', '', code)
    const copy = element('button', 'button plain', 'Copy')
    copy.type = 'button'
    copy.addEventListener('click', async () => {
        const box = element('textarea', 'visually-hidden')
        box.value = code
        document.body.append(box)
        copy.textContent = await copyText(code, box) ? 'Copied' : 'Select it'
        box.remove()
    })
    return element('div', 'command', text, copy)
}

/** Deleting takes a second press, on a button that says what goes. */
function deleteQuestion(row: ServiceRow, entry: CaEntry, actions: Actions, close: () => void): HTMLElement {
    const { id, name } = row.service
    const what = `Delete “${entry.name}” from ${name}? ${entry.isVerified
        ? 'Devices of enrollment groups that rest on it can no longer be provisioned.' : 'It is unverified, so nothing can rest on it yet.'}`
    const yes = button('Delete it', '', 'button danger', () => void actions.run.remove(id, entry))
    return element('div', 'ask', element('p', '', what), element('div', 'operations', yes, button('Keep it', '', 'button', close)))
}

function uploadVerifiedQuestion({ service }: ServiceRow, actions: Actions, close: () => void): HTMLElement {
    const what = 'Since 2024 the vendor lets an upload be marked as verified without any proof, and recommends it where proof of '
        + 'possession is not wanted. Whoever may write to this service can then enter any CA. popcert is for those who want the proof: '
        + 'that is “Verify” above the list.'
    const yes = button('Upload as verified, without proof', '', 'button', () => void actions.services.upload(service.id, true))
    return element('div', 'ask', element('p', '', what), element('div', 'operations', yes, button('Do not', '', 'button', close)))
}

function newCodeQuestion({ service }: ServiceRow, actions: Actions, close: () => void): HTMLElement {
    const what = 'The code that stands here counts for nothing then, nor does a certificate that somebody signs for it, such as from a request file.'
    const yes = button('Generate a new code', '', 'button', () => void actions.run.generateCode(service.id))
    return element('div', 'ask', element('p', '', what), element('div', 'operations', yes, button('Keep this code', '', 'button', close)))
}

/** Both certificates side by side. */
function replaceQuestion({ service }: ServiceRow, ca: CertificateItem, there: CaEntry, actions: Actions, close: () => void): HTMLElement {
    const earlier = there.expiry !== null && ca.notAfter.getTime() < there.expiry.getTime()
    const yes = button(`Replace “${there.name}”`, `at ${service.name}`, 'button danger', () => void actions.services.replace(service.id, there))
    const sides = element('div', 'sides',
        element('div', '', element('h4', '', `There now, ${there.isVerified ? 'verified' : 'unverified'}`),
            factList([['Subject', there.subject], ['Valid', periodThere(there, actions)], ['Thumbprint', hexText(there.thumbprint)]])),
        element('div', '', element('h4', '', 'Yours'),
            factList([['Subject', ca.subject], ['Valid', periodText(ca.notBefore, ca.notAfter)], ['Thumbprint', hexText(ca.sha1)]])))
    return element('div', 'ask', sides,
        ...(earlier ? [element('p', 'note', 'Yours ends earlier than the one that is there.')] : []),
        element('p', '', `The entry “${there.name}” keeps its name, on which enrollment groups rest. It is unverified until your proof: that long, devices that `
            + 'rest on it may be turned away. A code is made at once, and is signed as usual.'),
        element('div', 'operations', yes, button('Keep it', '', 'button', close)))
}

/** Each step alone, as the portal offers it. */
function operationsOf(row: ServiceRow, ca: CertificateItem, running: boolean, actions: Actions, ask: (question: HTMLElement | null) => void): readonly HTMLElement[] {
    const { entry, other, service: { id, name } } = row
    const close = () => ask(null)
    const all: HTMLElement[] = []
    if (entry === null) {
        if (other === null) all.push(button('Upload', `to ${name}`, 'button', () => void actions.services.upload(id, false)))
        else all.push(button(`Replace “${other.name}”…`, `at ${name}`, 'button', () => ask(replaceQuestion(row, ca, other, actions, close))))
        if (other === null) all.push(button('Upload as verified…', `to ${name}`, 'button', () => ask(uploadVerifiedQuestion(row, actions, close))))
    } else {
        if (!entry.isVerified) {
            if (row.code === null) all.push(button('Generate code', `for ${name}`, 'button', () => void actions.run.generateCode(id)))
            else all.push(button('Generate a new code…', `for ${name}`, 'button', () => ask(newCodeQuestion(row, actions, close))))
            const file = element('input', 'visually-hidden')
            file.type = 'file'
            file.id = `verify-${CSS.escape(id)}`
            const label = element('label', 'button', 'Verify with a file', hiddenText(` at ${name}`))
            label.htmlFor = file.id
            file.addEventListener('change', () => {
                const chosen = file.files?.[0]
                if (chosen !== undefined) void actions.verifyWithFile(id, chosen)
            })
            all.push(file, label)
        }
        all.push(button('Delete…', `${entry.name} from ${name}`, 'button danger', () => ask(deleteQuestion(row, entry, actions, close))))
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
        : `${service.name} has ${other.subject} under “${other.name}”. Replace it, or upload yours under a name of its own, such as ${freeName(name, entries?.map((each) => each.name) ?? [])}.`)
    input.addEventListener('change', () => {
        if (actions.run.setName(service.id, input.value.trim())) return
        input.setAttribute('aria-invalid', 'true')
        note.className = 'error'
        note.textContent = 'A name has 1 to 64 letters, digits, hyphens, dots or underscores.'
    })
    const label = element('label', '', 'Name of its entry', hiddenText(` at ${service.name}`))
    label.htmlFor = input.id
    return element('div', 'field entry-name', label, input, note)
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
    if (ca !== null) {
        box.append(element('h3', '', 'Your CA here'))
        if (entry === null && entries !== null && problem === null) box.append(nameField(row, actions))
        if (entry === null && problem !== null) box.append(element('p', 'hint', `It is not uploaded: ${problem.message}`))
        const operations = operationsOf(row, ca, running || (entry === null && problem !== null), actions, ask)
        box.append(element('div', 'operations', ...operations), question)
        if (code !== null) box.append(element('h3', '', 'Verification code'), codeOf(code.value))
    }
    box.append(element('h3', '', `CA certificates of this service${entries === null ? '' : `, ${entries.length} of ${mostEntries}`}`))
    if (entries === null) box.append(element('p', 'hint', 'Not read yet.'))
    else if (entries.length === 0) box.append(element('p', 'hint', 'None.'))
    else box.append(element('ul', 'entries', ...entries.map((each) => entryLine(each, each === entry, expiryDays))))
    if (entry !== null) box.append(element('h3', '', 'Thumbprint'), hexText(entry.thumbprint))
    box.append(element('h3', '', 'Resource'), element('p', 'hint', service.id))
    return box
}
