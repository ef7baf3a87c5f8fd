/**
 * index.html: the online page in one file, and msal-browser.js beside it, which is loaded only when somebody signs in.
 * The policy has to leave `connect-src` wide, since the cloud is chosen when the page runs; the page narrows it then itself
 * (web/src/online/policy.ts). `connect` names the only origins for a host that wants it fixed.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { dated, allLinks, hashCommands } from './about.mjs'
import { bundle, root, sha256, source, startScript, version, withTexts } from './bundle.mjs'
import { checkedScript, policyOf } from './policy.mjs'
import { filled, templateOf } from './template.mjs'
import { translationsOfOnline, withEnglish } from './texts.mjs'

const anyCloud = ["'self'", 'https:', 'http://127.0.0.1:*', 'http://localhost:*']

function originsOf(connect) {
    const origins = connect.split(/[\s,]+/).filter((each) => each !== '')
    for (const each of origins) {
        const url = URL.canParse(each) ? new URL(each) : null
        if (url === null || !/^https?:$/.test(url.protocol) || url.origin !== each) {
            throw new Error(`--connect wants origins such as https://management.azure.com, not '${each}'.`)
        }
    }
    return origins
}

/** core: the folder into which CMake built it. connect: origins, separated by spaces; undefined for any cloud. */
export async function onlinePage(core, connect) {
    const licence = await readFile(join(root, 'node_modules/@azure/msal-browser/LICENSE'), 'utf8')
    const banner = { js: `/*! @azure/msal-browser, with popcert's names for it.\n\n${licence.trim().replaceAll('*/', '')}\n*/` }
    const msal = await bundle('online/msal-browser.ts', { format: 'iife', globalName: 'popcertMsal', banner })
    const start = checkedScript('index.html', await startScript('online/worker.ts', core))
    const template = withEnglish(await templateOf('online/index.html'))
    const script = withTexts(checkedScript('index.html', await bundle('online/main.ts', {
        format: 'iife', define: { MSAL_HASH: JSON.stringify(`sha256-${sha256(msal, 'base64')}`), POPCERT_VERSION: JSON.stringify(version) },
    })), { TRANSLATIONS: await translationsOfOnline(template) })
    const styles = await bundle('online/online.css', {})
    const policy = policyOf({ scripts: [start, script, msal], styles }, {
        'connect-src': (connect === undefined ? anyCloud : ["'self'", ...originsOf(connect)]).join(' '),
        'frame-src': "'self'",
        'object-src': "'none'",
        'trusted-types': 'popcert-worker popcert-sign-in',
    })
    const parts = { policy, styles, start, script, version, dated, allLinks, hashCommands: hashCommands('index.html') }
    return {
        'index.html': filled(template, parts),
        'msal-browser.js': msal,
        'config.example.json': await readFile(source('online/config.example.json'), 'utf8'),
    }
}
