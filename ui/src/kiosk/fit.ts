// A screen that is fuller than usual (strips, a long name, large letters) first does without the small picture beside a
// result, then its letters and spaces shrink a little, until it fits. What has a size in millimetres keeps it.
const STEPS = [
    { picture: true, scale: 1 },
    ...[1, 0.94, 0.88, 0.82, 0.76, 0.7, 0.64].map((scale) => ({ picture: false, scale })),
];

// What still does not fit can be scrolled to.
export function fit(main: HTMLElement): void {
    main.scrollTop = 0;
    for (const { picture, scale } of STEPS) {
        main.toggleAttribute('data-crowded', !picture);
        main.style.setProperty('--fit', `${scale}`);
        if (main.scrollHeight <= main.clientHeight) return;
    }
}
