/** The frame of every page of the site: no script, no request to anywhere else, and its policy says so. */
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { sha256, version } from './bundle.mjs'
import { escaped } from './template.mjs'

const styles = (await readFile(fileURLToPath(new URL('site.css', import.meta.url)), 'utf8')).replaceAll(/\n+/g, '\n')

/** In the head of every page; name -> file. */
const places = { popcert: 'index.html', 'Get it': 'index.html#get-it', Documentation: 'docs.html', 'Error messages': 'errors.html', Security: 'security.html', Help: 'support.html' }

/** content: HTML of the main part. Every link is relative, so that the site works from any path. */
export function sitePage(title, content) {
    const links = Object.entries(places).map(([name, file]) => `<a href="${file}">${name}</a>`).join('\n')
    return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${sha256(styles, 'base64')}'; img-src 'self' data:; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<link rel="icon" href="data:,">
<style>${styles}</style>
</head>
<body>
<header><nav aria-label="Site">
${links}
</nav></header>
<main>
${content}
</main>
<footer>popcert ${version}. Static pages, no script, no cookie, no tracker. MIT licence.</footer>
</body>
</html>
`
}
