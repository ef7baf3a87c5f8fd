/** A run against the stand-in, and everything that it said on its way. */
import { CloudStub, ORIGIN } from './cloud-stub.mjs'
import { caOf, NOW, online, signer, tokenOf } from './online-logic.mjs'

const { Certificates, ManagementHttp, Run, knownClouds, readToken, statusOf } = online

export const TOKEN = tokenOf()
export const SECRET = TOKEN.split('.')[2]
export const usable = (text = TOKEN) => readToken(text, knownClouds[0], NOW).value

/** sign: null for rows that come to rest at their code; options: further ones of the Run. */
export function setUp({ services = 1, kinds, ca = caOf(), sign = signer(), stub = new CloudStub(services, kinds), surroundings = {}, ...options } = {}) {
    const seen = { stub, ca, states: [], signed: [], asked: [], token: usable() }
    const http = new ManagementHttp(ORIGIN, () => seen.token, { ...stub.surroundings, ...surroundings })
    seen.run = new Run({
        certificates: new Certificates(http),
        onChange: (state) => seen.states.push(state),
        renewToken: async (error) => {
            seen.asked.push(error)
            return false
        },
        now: () => stub.now,
        ...(sign === null ? {} : {
            sign: (requests, signal) => {
                seen.signed.push(requests)
                return sign(requests, signal)
            },
        }),
        ...options,
    })
    seen.run.setServices(stub.services)
    seen.run.setCa(ca)
    seen.ids = stub.services.map(({ id }) => id)
    seen.row = (index = 0) => seen.run.state.rows[index]
    seen.status = (index = 0) => statusOf(seen.row(index))
    seen.statuses = () => seen.run.state.rows.map(statusOf)
    /** Every status and step that a row went through. */
    seen.way = (index = 0) => seen.states.map(({ rows }) => rows[index]).filter((row) => row !== undefined)
        .map((row) => row.step ?? statusOf(row)).filter((one, place, all) => one !== all[place - 1])
    return seen
}
