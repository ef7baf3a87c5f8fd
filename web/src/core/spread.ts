import { create } from './calls/create'
import type { WithSources } from './call'
import type { CoreClient, Job } from './client'
import type { CreateAllInput, CreatedCertificate, Result } from './protocol'
import { refusals } from './refusal'

/**
 * A worker that has to be started first gives its first certificate 15 P-256 codes later than one that is there already, at most (measured
 * in Chromium and Firefox: 35 to 110 ms, where a code took 5 to 20): with so many codes for each, a further one pays with every
 * key. A costly password changes nothing about that: each call derives anew, and several do so side by side.
 */
const fewestCodes = 20
const mostWorkers = 4

/** How many workers make a list of so many codes. */
export function workersFor(codes: number): number {
    return Math.max(1, Math.min(mostWorkers, navigator.hardwareConcurrency || 1, Math.floor(codes / fewestCodes)))
}

/**
 * `create` for a list that is shared out: of two workers, one makes the first, third, fifth code, the other those in between, so that
 * what is there after a while is the beginning of the list. Each opens the key for itself, and one that crashes takes nothing with it
 * but its own share.
 *
 * onResult: is given each with the place of its code, in the order in which they are made
 * result: for each code what was made, or why nothing was
 */
export function createShared(
    core: CoreClient, input: WithSources<CreateAllInput>, workers: number,
    onResult: (result: Result<CreatedCertificate>, place: number) => void,
): Pick<Job<readonly Result<CreatedCertificate>[]>, 'result' | 'cancel'> {
    const codes = input.verificationCodes
    const results: Result<CreatedCertificate>[] = []
    const jobs = Array.from({ length: workers }, (_, share) => {
        let place = share
        return core.call(create, { ...input, verificationCodes: codes.filter((_, at) => at % workers === share) }, (result) => {
            results[place] = result
            onResult(result, place)
            place += workers
        })
    })
    return {
        result: Promise.all(jobs.map(({ result }) => result)).then((ends) => codes.map((_, at) => {
            const end = ends[at % workers]
            return results[at] ?? (end?.ok === false ? end : { ok: false, error: refusals.coreCrashed() })
        })),
        cancel: () => { for (const job of jobs) job.cancel() },
    }
}
