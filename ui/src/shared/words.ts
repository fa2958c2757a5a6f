// Texts with named places: fill("sejak {time}", {time: "06.50"}).
export type Values = Record<string, string | number>;

export function fill(text: string, values: Values = {}): string {
    return text.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}

// 1.234 in Indonesian, 1,234 in English.
export function count(value: number, language: 'id' | 'en'): string {
    return String(value).replace(/\B(?=(\d{3})+$)/g, language === 'id' ? '.' : ',');
}

// 1.234,5 in Indonesian, 1,234.5 in English.
export function decimal(value: number, places: number, language: 'id' | 'en'): string {
    const [whole = '0', part] = Math.abs(value).toFixed(places).split('.');
    const grouped = count(Number(whole), language);
    return `${value < 0 ? '−' : ''}${grouped}${part ? (language === 'id' ? ',' : '.') + part : ''}`;
}
