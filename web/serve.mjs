// Serves dist/ on 127.0.0.1 for development: `node web/serve.mjs [--port N]`. Files only, GET and HEAD only.

import { createReadStream } from 'node:fs'
import { realpath, stat } from 'node:fs/promises'
import { createServer } from 'node:http'
import { extname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const types = {
    '.html': 'text/html; charset=utf-8',
    '.js': 'text/javascript; charset=utf-8',
    '.mjs': 'text/javascript; charset=utf-8',
    '.css': 'text/css; charset=utf-8',
    '.json': 'application/json; charset=utf-8',
    '.map': 'application/json; charset=utf-8',
    '.txt': 'text/plain; charset=utf-8',
    '.ts': 'text/plain; charset=utf-8',
    '.wasm': 'application/wasm',
    '.svg': 'image/svg+xml',
    '.png': 'image/png',
}

const { values } = parseArgs({ options: { port: { type: 'string', default: '8080' } } })
const firstPort = Number(values.port)
if (!Number.isInteger(firstPort) || firstPort < 0 || firstPort > 65535) {
    console.error(`--port wants a number from 0 to 65535, not '${values.port}'.`)
    process.exit(1)
}
const root = await realpath(fileURLToPath(new URL('../dist', import.meta.url)))

/** The file that a request's path names, or null. Symbolic links are followed first, so that none leads out of dist/. */
async function fileFor(url) {
    try {
        const path = decodeURIComponent(new URL(url, 'http://localhost').pathname)
        let file = await realpath(join(root, path))
        if ((await stat(file)).isDirectory()) {
            // Until there is an index.html, the signer is the page to begin with.
            file = await realpath(join(file, 'index.html')).catch(() => realpath(join(file, 'signer.html')))
        }
        const inside = file.startsWith(root + sep)
        return inside && (await stat(file)).isFile() ? file : null
    } catch {
        return null  // no such file, or a path that cannot be decoded
    }
}

const server = createServer(async (request, response) => {
    const headers = { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'no-referrer' }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
        response.writeHead(405, { ...headers, Allow: 'GET, HEAD' }).end()
        return
    }
    const file = await fileFor(request.url)
    if (file === null) {
        response.writeHead(404, { ...headers, 'Content-Type': 'text/plain; charset=utf-8' }).end('Not found\n')
        return
    }
    const size = (await stat(file)).size
    const type = types[extname(file)] ?? 'application/octet-stream'
    response.writeHead(200, { ...headers, 'Content-Type': type, 'Content-Length': size })
    if (request.method === 'HEAD') response.end()
    else createReadStream(file).on('error', () => response.destroy()).pipe(response)
})

let port = firstPort
server.on('error', (error) => {
    if (error.code === 'EADDRINUSE' && port < firstPort + 100 && port < 65535) server.listen(++port, '127.0.0.1')
    else {
        console.error(`Cannot serve on port ${port}: ${error.message}`)
        process.exit(1)
    }
})
server.on('listening', () => {
    console.log(`Serving dist/ at http://127.0.0.1:${server.address().port}/   (Ctrl-C stops)`)
})
server.listen(port, '127.0.0.1')
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0))
