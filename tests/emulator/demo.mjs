/**
 * The page and the emulator together, with something to do: `node tests/emulator/demo.mjs --folder DIR --password TEXT [--port N]`.
 * DIR holds the demo CA that tools/demo.sh makes. Ends with Ctrl-C, and then everything is forgotten.
 */
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'

import { portOf, servePages } from '../../web/serve.mjs'
import { startEmulator } from './server.mjs'

const demoLatency = 250

/** Each is a state that the table of services knows. */
function demoServices(ca, otherCa) {
    const entry = (certificate, isVerified = false) => ({ name: 'popcert-demo-CA', certificate, isVerified })
    return [
        { name: 'contoso-dps-weu', region: 'westeurope' },
        { name: 'contoso-dps-eus', region: 'eastus', entries: [entry(ca)] },
        { name: 'contoso-dps-jpe', region: 'japaneast', entries: [entry(ca, true)] },
        { name: 'contoso-dps-brs', region: 'brazilsouth', entries: [entry(otherCa)] },
        { name: 'contoso-dps-busy', region: 'northeurope' },
        { name: 'contoso-dps-readonly', region: 'uksouth', readOnly: true },
        { kind: 'IoTHub', name: 'contoso-hub-weu', region: 'westeurope' },
        { kind: 'IoTHub', name: 'contoso-hub-eus', region: 'eastus', entries: [entry(ca)] },
    ]
}

async function run() {
    const { values } = parseArgs({ options: { folder: { type: 'string' }, password: { type: 'string' }, port: { type: 'string' } } })
    const file = (name) => join(resolve(values.folder), name)
    const text = (name) => readFileSync(file(name), 'utf8')
    const emulator = await startEmulator({
        latency: demoLatency, services: demoServices(text('demo-ca.cert.pem'), text('other-ca.cert.pem')),
    })
    emulator.faults.add({ service: 'contoso-dps-busy', operation: 'put', status: 429, retryAfter: 3 })

    // What a host writes beside the page: `clientId` and `tenant` of the app registration for sign-in, `clouds` beside the known
    // ones, `apiVersions`. `emulator` and `demoToken` are for an endpoint on this machine only.
    const config = () => ({
        clouds: [{
            id: 'emulator', name: 'Local emulator', managementEndpoint: emulator.url, loginAuthority: null, emulator: true,
            demoToken: emulator.token(),
        }],
    })
    const address = await servePages(portOf(values.port), { '/config.json': () => JSON.stringify(config()) })
    console.log(`
  The page, with a local emulator of the service      ${address}
  The signer alone, also without any server           ${resolve('dist/signer.html')}

Try it: press "Use its demo token", choose the CA certificate, select all services, press "Verify",
then give the signer the key.
  CA certificate   ${file('demo-ca.cert.pem')}
  its key          ${file('demo-ca.pfx')}   (password: ${values.password})
  or without one   ${file('demo-ca.key.pem')}

Ctrl-C stops both.`)
}

if (import.meta.filename === process.argv[1]) {
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0))
    await run().catch((error) => {
        console.error(error.message)
        process.exit(1)
    })
}
