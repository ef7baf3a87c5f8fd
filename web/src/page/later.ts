import { prepareDates } from './format'

const laterMilliseconds = 1500

/** What takes the page's own thread, and can wait until it has started: to draw its icon, and to load what other languages need for dates. */
export function doLater(): void {
    setTimeout(() => {
        const icon = document.querySelector<HTMLLinkElement>('link[rel=icon]')
        if (icon !== null) icon.href = icon.dataset['href'] ?? ''
        prepareDates()
    }, laterMilliseconds)
}
