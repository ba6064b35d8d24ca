/** The instant that stands for a day given without a time: noon UTC, which is the same day in nearly every zone. */
export const dayToInstant = (day: string): string => `${day}T12:00:00Z`
