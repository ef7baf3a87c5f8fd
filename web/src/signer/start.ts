import '../core/start'

/** So long the form waits for the worker, at most. */
const longestMilliseconds = 60

/**
 * The header comes first, and the form when the worker has begun: to lay the form out takes the page's thread longer than all else, and
 * that thread is asked twice before a worker begins, and once more before it hears anything. What would be in the wrong language is not
 * shown until it has been translated.
 */
if (parent === self) {
    const root = document.documentElement
    const show = () => { root.className = '' }
    const begun = new Promise((resolve) => popcertWorkers.first?.addEventListener('message', resolve))
    // An edition, which the build calls so, has a language of its own.
    root.className = root.className === '' && /^en\b/.test(navigator.languages[0] ?? '') ? 'starting' : 'untold'
    // The page's own script has run by then.
    addEventListener('DOMContentLoaded', () => {
        void begun.then(show)
        setTimeout(show, longestMilliseconds)
    })
}
