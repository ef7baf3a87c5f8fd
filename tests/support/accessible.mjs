/** What is asked of a page in every state: axe finds nothing, and no window is too narrow. */
import assert from 'node:assert/strict'

import axe from 'axe-core'

export async function assertAccessible(page, widths = [320, 360, 768, 1280]) {
    await page.evaluate(() => Promise.all(document.getAnimations().map((each) => each.finished.catch(() => {}))))
    if (!await page.evaluate(() => 'axe' in window)) await page.evaluate(axe.source)
    const { violations, passes } = await page.evaluate(() => axe.run(document, { resultTypes: ['violations'] }))
    assert.ok(passes.length > 10, 'axe did look')
    assert.deepEqual(violations.map((each) => `${each.id}: ${each.help}: ${each.nodes.map((node) => node.html).join(' ')}`), [])
    for (const width of widths) {
        await page.setViewport({ width, height: 800 })
        assert.deepEqual({ width, ...await tooWide(page) }, { width, over: 0, outside: [] })
    }
}

/** What stands out of the window, on either side. */
export function tooWide(page) {
    return page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement
        const outside = [...document.querySelectorAll('main *')].filter((each) => {
            const { left, right } = each.getBoundingClientRect()
            return each.checkVisibility() && (right > clientWidth + 1 || left < -1) && !each.closest('textarea, .visually-hidden, svg') &&
                getComputedStyle(each).position !== 'absolute'
        })
        return { over: scrollWidth - clientWidth, outside: outside.map((each) => `${each.localName}#${each.id}.${each.className}`).slice(0, 5) }
    })
}

/** Controls that are seen and have another height than the two of base.css: 2.5rem for fields and buttons, 2rem in a line. */
export function otherHeights(page) {
    return page.$$eval('button, select, label.button, a.button, input:not([type=file], [type=radio], [type=checkbox])', (controls) => controls
        // A folded row's field lies over its text, to be pressed.
        .filter((each) => each.checkVisibility({ opacityProperty: true }) && ![32, 40].includes(Math.floor(each.getBoundingClientRect().height + 0.1)))
        .map((each) => `${each.id || each.className}: ${each.getBoundingClientRect().height}`))
}
