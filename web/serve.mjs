/** Serves dist/ on 127.0.0.1 for development: files only, GET and HEAD only. */

import { createReadStream } from 'node:fs'
import { realpath, stat } from 'node:fs/promises'
import { createServer } from 'node:http'
import { extname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

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

const root = await realpath(fileURLToPath(new URL('../dist', import.meta.url)))

/** The file that a request's path names, or null. Symbolic links are followed first, so that none leads out of dist/. */
async function fileFor(url) {
    try {
        const path = decodeURIComponent(new URL(url, 'http://localhost').pathname)
        let file = await realpath(join(root, path))
        if ((await stat(file)).isDirectory()) file = await realpath(join(file, 'index.html'))
        const inside = file.startsWith(root + sep)
        return inside && (await stat(file)).isFile() ? file : null
    } catch {
        return null  // no such file, or a path that cannot be decoded
    }
}

/** Answers one request. made: what makes the texts that are in no file, by path. */
async function answer(request, response, made) {
    const headers = { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'no-referrer' }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
        response.writeHead(405, { ...headers, Allow: 'GET, HEAD' }).end()
        return
    }
    const text = made[request.url.split('?')[0]]?.()
    if (text !== undefined) {
        response.writeHead(200, { ...headers, 'Content-Type': types['.json'], 'Content-Length': Buffer.byteLength(text) })
        response.end(request.method === 'HEAD' ? undefined : text)
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
}

/**
 * @param {number} firstPort the next hundred are tried where it is taken
 * @param {Record<string, () => string>} [made] what makes a JSON text, by path, such as `/config.json`
 * @returns {Promise<string>} the address, with a slash at its end
 */
export function servePages(firstPort, made = {}) {
    return new Promise((resolve, reject) => {
        let port = firstPort
        const server = createServer((request, response) => void answer(request, response, made))
        server.on('error', (error) => {
            if (error.code === 'EADDRINUSE' && port < firstPort + 100 && port < 65535) server.listen(++port, '127.0.0.1')
            else reject(new Error(`Cannot serve on port ${port}: ${error.message}`))
        })
        server.on('listening', () => resolve(`http://127.0.0.1:${server.address().port}/`))
        server.listen(port, '127.0.0.1')
    })
}

/** `--port` of a command line: 8080 where it is absent. */
export function portOf(text = '8080') {
    const port = Number(text)
    if (!Number.isInteger(port) || port < 0 || port > 65535) throw new Error(`--port wants a number from 0 to 65535, not '${text}'.`)
    return port
}
