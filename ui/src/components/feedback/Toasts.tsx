import { Trans, useLingui } from '@lingui/react/macro'
import { createContext, type ReactNode, useContext, useState, useSyncExternalStore } from 'react'
import { ClockShape, useNow } from '../case/CaseClock'
import { Icon } from '../Icon'
import { Kbd } from '../Kbd'
import css from './feedback.module.css'
import { type Toast, ToastList } from './toast-list'

const ToastContext = createContext<ToastList | null>(null)

/** `const toasts = useToasts(); toasts.show(t`Case closed`, { undo })`. */
export function useToasts(): ToastList {
  const toasts = useContext(ToastContext)
  if (!toasts) throw new Error('useToasts outside ToastProvider')
  return toasts
}

export function ToastProvider({ children }: { children: ReactNode }) {
  const [toasts] = useState(() => new ToastList())
  return (
    <ToastContext.Provider value={toasts}>
      {children}
      <ToastStack />
    </ToastContext.Provider>
  )
}

function ToastStack() {
  const toasts = useToasts()
  const shown = useSyncExternalStore(toasts.subscribe, toasts.list)
  return (
    <div className={css.toasts} role="status" aria-live="polite">
      {shown.map((toast) => (
        <ToastLine key={toast.id} toast={toast} last={toast === shown.findLast((t) => t.undo)} />
      ))}
    </div>
  )
}

function ToastLine({ toast, last }: { toast: Toast; last: boolean }) {
  const { t } = useLingui()
  const toasts = useToasts()
  return (
    <div className={css.toast}>
      {toast.tone === 'failed' ? (
        <span className={css.warning} data-small="">
          <Icon name="warning" small />
        </span>
      ) : (
        <ClockShape state="met" used={1} />
      )}
      <span className="grow">{toast.message}</span>
      {toast.undo && (
        <>
          <button
            type="button"
            className={css.act}
            onClick={() => {
              toasts.dismiss(toast.id)
              toast.undo?.()
            }}
          >
            <Icon name="undo" />
            <Trans>Undo</Trans>
            {last && <Kbd>z</Kbd>}
          </button>
          <Countdown until={toast.until} />
        </>
      )}
      {toast.action && (
        <button
          type="button"
          className={css.act}
          onClick={() => {
            toasts.dismiss(toast.id)
            toast.action?.run()
          }}
        >
          {toast.action.label}
        </button>
      )}
      {!toast.undo && (
        <button type="button" className={css.dismiss} aria-label={t`Dismiss`} onClick={() => toasts.dismiss(toast.id)}>
          <Icon name="close" small />
        </button>
      )}
    </div>
  )
}

/** Seconds left; not announced each second. */
function Countdown({ until }: { until: number }) {
  const left = Math.max(0, Math.ceil((until - useNow(1000)) / 1000))
  return (
    <span className={css.left} aria-hidden="true">
      {left}
      {'\u00a0'}s
    </span>
  )
}
