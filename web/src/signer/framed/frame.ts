import type { Bytes } from '../../core/protocol'
import type { ToSigner } from '../../frame/protocol'
import { text } from '../../texts/catalogue'
import { setLanguage, wanted } from '../language'
import type { Actions } from '../actions'
import type { Store } from '../state'
import { Appearance } from './appearance'
import type { Connection } from './connection'
import type { Guard } from './guard'
import { Inputs } from './inputs'

/** What the messages of the page do, and what it is told unasked. */
export function frame(store: Store, actions: Actions, connection: Connection, guard: Guard): void {
    const appearance = new Appearance()
    let certificate: Bytes | null = null

    const isOther = (octets: Bytes | null) => octets === null || certificate === null || store.state.caFrom !== 'page'
        || octets.length !== certificate.length || !octets.every((octet, at) => octet === certificate?.[at])

    const takeCertificate = async (octets: Bytes | null) => {
        const isNew = isOther(octets)
        certificate = octets
        if (!isNew) return
        guard.changed()
        if (octets === null && store.state.caFrom === 'page') actions.files.remove('ca')
        if (octets !== null) await actions.files.load('ca', { source: octets, name: text('ca.from', { name: nameOf(store) }) }, 'page')
    }

    const takeAppearance = ({ theme, mode, look, language }: Extract<ToSigner, { type: 'appearance' }>) => {
        guard.changed()
        if (theme !== undefined) appearance.setTheme(theme)
        if (mode !== undefined) store.update({ mode })
        if (look !== undefined) appearance.setLook(look)
        if (language !== undefined) setLanguage(store, [language, ...wanted])
    }

    /** Inputs wait while certificates are made, and for each other. */
    const inputs = new Inputs(async (message) => {
        if (message.type === 'appearance') return takeAppearance(message)
        if (message.type === 'caCertificate') await takeCertificate(message.octets)
        else if (actions.lists.takeFromPage(message.requests, nameOf(store), message.service)) guard.changed()
        await actions.settled()
    })

    for (const act of ['pointerdown', 'keydown']) {
        window.addEventListener(act, ({ isTrusted }) => { if (isTrusted) inputs.acted() }, { capture: true, passive: true })
    }

    const take = (message: ToSigner) => {
        switch (message.type) {
            case 'requests':
                if (actions.lists.wouldChange(message.requests, message.service)) actions.signing.disturb()
                return inputs.put(message)
            case 'caCertificate':
                if (isOther(message.octets)) actions.signing.disturb()
                return inputs.put(message)
            case 'appearance':
                return inputs.put(message)
            case 'clear':
                inputs.forget()
                certificate = null
                return actions.clear('all')
        }
    }

    connection.listen(
        (origin) => {
            const name = /^(null|file:|$)/.test(origin) ? text('embedded.unknown') : origin
            store.update({ embedder: { name, reaches: origin === self.origin && origin !== 'null' } })
            reportHeight(connection)
        },
        take,
    )
    store.subscribe(({ creating }) => inputs.hold(creating))
}

function nameOf({ state }: Store): string {
    return state.embedder?.name ?? ''
}

/** The height follows from the width and the contents alone, never from the frame's height: nothing swings. */
function reportHeight(connection: Connection): void {
    let reported = 0
    const report = () => {
        const height = Math.ceil(document.body.getBoundingClientRect().height)
        if (height !== reported) connection.post({ type: 'resized', height })
        reported = height
    }
    new ResizeObserver(report).observe(document.body)
}
