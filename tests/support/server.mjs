/** Serves a folder on 127.0.0.1 and writes down every request. */
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { extname, join, normalize } from 'node:path'

const TYPES = {
    '.html': 'text/html; charset=utf-8',
    '.js': 'text/javascript; charset=utf-8',
    '.mjs': 'text/javascript; charset=utf-8',
    '.wasm': 'application/wasm',
    '.css': 'text/css; charset=utf-8',
}

/**
 * @param {string} folder
 * @param {Record<string, string | Answer | ((request: import('node:http').IncomingMessage) => Answer)>} pages
 *     what is in no folder, or needs headers: path -> HTML, or an answer; `file` is another path in the folder
 * @typedef {{ body?: string, file?: string, headers?: Record<string, string>, status?: number }} Answer
 * @returns {Promise<{ url: string, requests: string[], close(): Promise<void> }>} url without a slash at its end
 */
export async function startServer(folder, pages = {}) {
    const requests = []
    const server = createServer(async (request, response) => {
        const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname)
        requests.push(`${request.method} ${request.url}`)
        try {
            const given = typeof pages[path] === 'function' ? pages[path](request) : pages[path] ?? { file: path }
            const page = typeof given === 'string' ? { body: given } : given
            const body = page.body ?? (await readFile(join(folder, normalize(`/${page.file}`))))
            const type = TYPES[page.file ? extname(page.file) : '.html'] ?? 'application/octet-stream'
            response.writeHead(page.status ?? 200, { 'content-type': type, 'cache-control': 'no-store', ...page.headers })
            response.end(body)
        } catch {
            response.writeHead(404).end()
        }
    })
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
    return {
        url: `http://127.0.0.1:${server.address().port}`,
        requests,
        close: () => new Promise((resolve) => {
            server.close(resolve)
            server.closeAllConnections()
        }),
    }
}
