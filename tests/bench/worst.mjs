// The files that ask for the most work, and how long the WebAssembly module takes over each: `node tests/bench/worst.mjs`, after
// ./dev build. What is promised of them is in SECURITY.md; tests/wasm/work.test.mjs holds the bounds without a clock.
import { withScrypt } from './encrypted.mjs'
import { loadCore } from '../support/core.mjs'
import { fixture, PASSWORD } from '../support/fixtures.mjs'
import { honestFiles, tangle, worstFiles } from '../support/worst-files.mjs'
import { table } from './report.mjs'

const core = await loadCore()
core.inspect(fixture('keys/p256-pkcs8.pem'))

function timed(job) {
    const start = performance.now()
    const result = job()
    return { result, seconds: ((performance.now() - start) / 1000).toFixed(2) }
}

const said = (result) => {
    if (!result.ok) return result.error.code
    const codes = result.value.items.map((item) => item.error?.code ?? item.kind)
    return [...new Set(codes)].map((code) => `${codes.filter((one) => one === code).length} ${code}`).join(', ')
}
const row = ({ name, password, octets }) => {
    const file = octets()
    const { result, seconds } = timed(() => core.inspect(file, { password }))
    return [name, file.length.toLocaleString('en'), password === undefined ? 'none' : 'given', said(result), seconds]
}
const head = ['file', 'octets', 'password', 'what is said', 'seconds']

console.log(table(head, worstFiles.map(row)))
const { certificates, known } = tangle(480)
const chain = timed(() => core.checkChain({ certificates, known, anchors: [] }))
console.log(table(['chain', 'octets', 'what is said', 'seconds'],
    [['480 certificates of one name', (certificates.length + known[0].length).toLocaleString('en'), chain.result.error?.code ?? chain.result.value.verdict.text, chain.seconds]]))

const scrypt = { name: 'PKCS #8, scrypt of N = 2^17, r = 8, p = 1', password: PASSWORD,
    octets: () => withScrypt(Buffer.from(fixture('keys/rsa2048-pkcs8.pem')).toString(), PASSWORD, 2 ** 17) }
console.log(`Files that have to open:\n${table(head, [...honestFiles, scrypt].map(row))}`)
