/** The mark of a moment of truth. It stands beside words. */
export function Diamond() {
  return (
    <svg width="8" height="8" viewBox="0 0 8 8" aria-hidden="true" focusable="false" style={{ flex: 'none' }}>
      <path d="M4 0 8 4 4 8 0 4z" fill="currentColor" />
    </svg>
  )
}
