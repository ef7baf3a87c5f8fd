import type { CertificateItem } from '../../core/protocol'
import { element, hiddenText, icon } from '../../page/elements'
import { dayText, hexText } from '../../page/facts'
import { copyText } from '../../page/hand-out'
import type { Actions } from '../actions'
import type { CaEntry } from '../cloud/model'
import { isAtWork, type ServiceRow } from '../run/state'

function button(text: string, name: string, className: string, press: () => void): HTMLButtonElement {
    const made = element('button', className, text, hiddenText(` ${name}`))
    made.type = 'button'
    made.addEventListener('click', press)
    return made
}

function entryLine(entry: CaEntry, mine: boolean): HTMLElement {
    const state = element('span', entry.isVerified ? 'badge pass' : 'badge warn',
        icon(entry.isVerified ? 'pass' : 'warn'), entry.isVerified ? 'Verified' : 'Unverified')
    const name = element('span', mine ? 'mine' : '', entry.name, ' ')
    const facts = element('span', 'hint', mine ? 'your CA' : entry.subject)
    if (entry.expiry !== null) facts.append(' · valid until ', dayText(entry.expiry))
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
        + 'that is “Upload and get codes” below.'
    const yes = button('Upload as verified, without proof', '', 'button', () => void actions.run.upload(service.id, { verified: true }))
    return element('div', 'ask', element('p', '', what), element('div', 'operations', yes, button('Do not', '', 'button', close)))
}

/** Each step alone, as the portal offers it. */
function operationsOf(row: ServiceRow, running: boolean, actions: Actions, ask: (question: HTMLElement | null) => void): readonly HTMLElement[] {
    const { entry, service: { id, name } } = row
    const close = () => ask(null)
    const all: HTMLElement[] = []
    if (entry === null) {
        all.push(button('Upload', `to ${name}`, 'button', () => void actions.run.upload(id)))
        all.push(button('Upload as verified…', `to ${name}`, 'button', () => ask(uploadVerifiedQuestion(row, actions, close))))
    } else {
        if (!entry.isVerified) {
            all.push(button(row.code === null ? 'Generate code' : 'Generate a new code', `for ${name}`, 'button', () => void actions.run.generateCode(id)))
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
function nameField({ service, name, other }: ServiceRow, actions: Actions): HTMLElement {
    const input = element('input', '')
    input.id = `name-${CSS.escape(service.id)}`
    input.value = name
    input.autocomplete = 'off'
    input.spellcheck = false
    const note = element('p', other === null ? 'hint' : 'note', other === null ? ''
        : `${service.name} has another certificate under this name: ${other.subject}. Choose another name.`)
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

export function rowDetails(row: ServiceRow, ca: CertificateItem | null, running: boolean, actions: Actions): HTMLElement {
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
        if (entry === null && entries !== null) box.append(nameField(row, actions))
        box.append(element('div', 'operations', ...operationsOf(row, running, actions, ask)), question)
        if (code !== null) box.append(element('h3', '', 'Verification code'), codeOf(code.value))
    }
    box.append(element('h3', '', 'CA certificates of this service'))
    if (entries === null) box.append(element('p', 'hint', 'Not read yet.'))
    else if (entries.length === 0) box.append(element('p', 'hint', 'None.'))
    else box.append(element('ul', 'entries', ...entries.map((each) => entryLine(each, each === entry))))
    if (entry !== null) box.append(element('h3', '', 'Thumbprint'), hexText(entry.thumbprint))
    box.append(element('h3', '', 'Resource'), element('p', 'hint', service.id))
    return box
}
