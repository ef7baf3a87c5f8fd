import type { Bytes } from '../../core/protocol'
import type { ToSigner } from '../../frame/protocol'
import { text } from '../../texts/catalogue'
import { setLanguage } from '../language'
import type { Actions } from '../actions'
import type { Store } from '../state'
import { Appearance } from './appearance'
import type { Connection } from './connection'
import type { Guard } from './guard'

/** What the messages of the page do, and what it is told unasked. */
export function frame(store: Store, actions: Actions, connection: Connection, guard: Guard): void {
    const appearance = new Appearance()
    /** While certificates are made the inputs stay: the last of each kind waits. */
    const waiting = new Map<string, ToSigner>()
    let certificate: Bytes | null = null

    const takeCertificate = (octets: Bytes | null) => {
        const isSame = octets !== null && certificate !== null && store.state.caFrom === 'page'
            && octets.length === certificate.length && octets.every((octet, at) => octet === certificate?.[at])
        certificate = octets
        if (isSame) return
        guard.changed()
        if (octets !== null) void actions.files.load('ca', { source: octets, name: text('ca.from', { name: nameOf(store) }) }, 'page')
        else if (store.state.caFrom === 'page') actions.files.remove('ca')
    }

    const take = (message: ToSigner) => {
        switch (message.type) {
            case 'requests':
                if (actions.lists.takeFromPage(message.requests, nameOf(store))) guard.changed()
                return
            case 'caCertificate': return takeCertificate(message.octets)
            case 'appearance':
                guard.changed()
                if (message.theme !== undefined) appearance.setTheme(message.theme)
                if (message.look !== undefined) appearance.setLook(message.look)
                if (message.language !== undefined) setLanguage(store, [message.language, ...navigator.languages])
                return
            case 'clear':
                waiting.clear()
                return actions.clear('all')
        }
    }

    connection.listen(
        (origin) => {
            const name = /^(null|file:|$)/.test(origin) ? text('embedded.unknown') : origin
            store.update({ embedder: { name, reaches: origin === self.origin && origin !== 'null' } })
            reportHeight(connection)
        },
        (message) => {
            const waits = store.state.creating && (message.type === 'requests' || message.type === 'caCertificate')
            if (waits) waiting.set(message.type, message)
            else take(message)
        },
    )
    store.subscribe(({ creating }) => {
        if (creating) return
        for (const [type, message] of waiting) {
            waiting.delete(type)
            take(message)
        }
    })
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
