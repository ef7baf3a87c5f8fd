import { factList, hexText } from '../../page/facts'
import type { Progress } from '../run'
import type { Ca } from './ca'
import { box } from './form'

/** What the page says while it works, and in the end. */

export const day = (date: Date): string => date.toISOString().slice(0, 10)

export function say(text: string): void {
    box('progress-text').textContent = text
}

let lastShown = 0

export function showProgress({ made, of, perSecond, secondsLeft, isPaused }: Progress): void {
    const now = performance.now()
    if (now - lastShown < 100 && made !== of && !isPaused) return
    lastShown = now
    const bar = box('bar') as HTMLProgressElement
    bar.max = of
    bar.value = made
    const left = !Number.isFinite(secondsLeft) ? '' : secondsLeft < 90 ? `, ${Math.ceil(secondsLeft)} s left` : `, ${Math.ceil(secondsLeft / 60)} min left`
    say(`${made.toLocaleString('en')} of ${of.toLocaleString('en')}${isPaused ? ', paused' : `, ${perSecond.toFixed(perSecond < 10 ? 1 : 0)} per second${left}`}`)
}

/** What was made: of CAs none where one was loaded. */
interface Made {
    readonly cas: number
    readonly certificates: number
    readonly seconds: number
}

export function showResult(ca: Ca, { cas, certificates, seconds }: Made): void {
    const made = [...(cas > 0 ? [cas === 2 ? 'Root and intermediate CA' : 'Root CA'] : []), ...(certificates > 0 ? [`${certificates.toLocaleString('en')} ${certificates === 1 ? 'certificate' : 'certificates'}`] : [])]
    box('result-text').textContent = `${made.join(' and ')} made and saved${certificates > 1 ? `, in ${seconds.toFixed(1)} s` : ''}`
    box('result-password').textContent = ca.password === undefined ? 'The keys are not encrypted: whoever has the files has them.' : 'Have you kept the password of step 3? It is in none of the files.'
    const { facts } = ca.prover
    box('result-facts').replaceChildren(factList([
        ['CA', facts.subject], ['Thumbprint', hexText(facts.sha1)], ['Valid until', day(facts.notAfter)],
        ...(ca.chain[0] === undefined || ca.chain[0].sha256 === facts.sha256 ? [] : [['Issuing CA', ca.chain[0].subject] as const]),
    ]))
    box('next-root').textContent = cas > 0 ? 'ca/root.cert.pem' : 'the CA’s certificate'
    box('result').hidden = false
    box('result-title').focus()
}
