/** A run against a stand-in, as the page has it, and everything that became of its rows on their way. */
import { CloudStub, ORIGIN } from './cloud-stub.mjs'
import { caOf, NOW, online, signed, tokenOf } from './online-logic.mjs'

const { Certificates, ManagementHttp, Run, Store, isAtWork, knownClouds, readToken, statusOf } = online

export const TOKEN = tokenOf()
export const SECRET = TOKEN.split('.')[2]
export const usable = (text = TOKEN) => readToken(text, knownClouds[0], NOW).value

/** What the page does with a run: the state in its store, and the signer of step 4. */
export function onRun(cloud, { ca = caOf(), ...options } = {}) {
    const store = new Store({ rows: [] })
    const seen = {
        ca, asked: [],
        /** Each list of rows that there ever was. */
        states: [],
        /** Each press in the signer: the codes that were there. */
        signed: [],
    }
    store.subscribe(({ rows }) => { if (rows !== seen.states.at(-1)) seen.states.push(rows) })
    const renewToken = async (error) => {
        seen.asked.push(error)
        return false
    }
    seen.run = new Run({ store, cloud: () => cloud, renewToken, tokenLasts: () => true, ...options })
    seen.run.setCa(ca)
    seen.rows = () => store.state.rows
    seen.gone = () => store.state.gone ?? []
    seen.row = (index = 0) => seen.rows()[index]
    seen.status = (index = 0) => statusOf(seen.row(index))
    seen.statuses = () => seen.rows().map(statusOf)
    seen.isAtWork = () => seen.rows().some(isAtWork)
    /** Every status and step that a row went through. */
    seen.way = (index = 0) => seen.states.map((rows) => rows[index]).filter((row) => row !== undefined)
        .map((row) => row.step ?? statusOf(row)).filter((one, place, all) => one !== all[place - 1])
    /** One press in the signer: each certificate comes out with its code's id, and is handed in. sign: by which key; null: none is made. */
    seen.sign = async (sign = ({ verificationCode }) => signed(verificationCode, { ca: ca.name })) => {
        const requests = seen.rows().filter(({ step }) => step === 'signing').map(online.signRequestOf).filter((request) => request !== null)
        if (requests.length !== 0) seen.signed.push(requests)
        await Promise.all(requests.map(async (request) => {
            const der = await sign(request)
            if (der !== null) await seen.run.handIn(request.id, der)
        }))
    }
    /** The whole way: the button of step 3, and one press in the signer. */
    seen.prove = async (ids, sign) => {
        await seen.run.prove(ids)
        await seen.sign(sign)
    }
    seen.retry = async (id, sign) => {
        await seen.run.retry(id)
        await seen.sign(sign)
    }
    return seen
}

/** options: further ones of the Run. */
export function setUp({ services = 1, kinds, stub = new CloudStub(services, kinds), surroundings = {}, ...options } = {}) {
    let token = usable()
    const http = new ManagementHttp(ORIGIN, () => token, { ...stub.surroundings, ...surroundings })
    const seen = onRun(new Certificates(http), { now: () => stub.now, ...options })
    seen.run.setServices(stub.services)
    return Object.assign(seen, { stub, ids: stub.services.map(({ id }) => id), useToken: (other) => { token = other } })
}
