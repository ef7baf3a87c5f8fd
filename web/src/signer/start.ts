import '../core/start'

/**
 * The header comes first, and the form a moment later: to lay it out takes the page's thread longer than all else, and the browser asks
 * that thread twice before it starts a worker. What would be in the wrong language is not shown until it has been translated.
 */
if (parent === self) {
    const root = document.documentElement
    // An edition, which the build calls so, has a language of its own.
    root.className = root.className === '' && /^en\b/.test(navigator.languages[0] ?? '') ? 'starting' : 'untold'
    // The page's own script has run by then.
    addEventListener('DOMContentLoaded', () => setTimeout(() => { root.className = '' }))
}
