import { Trans, useLingui } from '@lingui/react/macro'
import { Button, ButtonLink } from '../../components/Button'
import { CopyField } from '../../components/CopyField'
import { EmptyState } from '../../components/feedback/EmptyState'
import { Notice } from '../../components/feedback/ErrorState'
import { Card, CardBody } from '../../components/layout/Page'
import { useSignedIn } from '../../core/session'
import { posterPage, print } from './poster'
import type { Survey } from './queries'
import { isLoopback } from './share'
import css from './survey.module.css'
import type { Deeds } from './useDeeds'

/** The link and its QR code, to send, to download and to print. */
export function SharePanel({ survey, deeds, mayWrite }: { survey: Survey; deeds: Deeds; mayWrite: boolean }) {
  const { t } = useLingui()
  const { organisation } = useSignedIn()
  if (survey.state === 'draft') {
    return (
      <Card>
        <EmptyState sentence={t`Nobody can answer yet: once it is published, its link and QR code stand here.`}>
          {mayWrite && (
            <Button kind="primary" busy={deeds.busy} onClick={deeds.publish}>
              <Trans>Publish</Trans>
            </Button>
          )}
        </EmptyState>
      </Card>
    )
  }
  const qr = `/api/v1/surveys/${survey.id}/qr`
  return (
    <div className={css.share}>
      <Card title={t`Link`} remark={survey.state === 'open' ? t`open to anybody who has it` : undefined}>
        <CardBody>
          <div className="stack" style={{ gap: 12 }}>
            {survey.state === 'closed' && (
              <Notice tone="soon" icon="lock">
                <Trans>The survey is closed: who follows the link reads that it takes no more answers.</Trans>
              </Notice>
            )}
            <CopyField value={survey.url} label={t`Link of the survey`} />
            <div className="row wrap">
              <ButtonLink icon="eye" href={survey.url} external>
                {t`Open it as a respondent`}
              </ButtonLink>
              {mayWrite && survey.state === 'open' && (
                <Button icon="lock" busy={deeds.busy} onClick={deeds.close}>
                  <Trans>Close the survey</Trans>
                </Button>
              )}
            </div>
            {isLoopback(survey.url) && (
              <Notice tone="soon" icon="warning">
                <Trans>
                  A phone can’t reach this address: it leads to this machine alone. Start the server with{' '}
                  <code>--public-url</code> and an address that others reach.
                </Trans>
              </Notice>
            )}
          </div>
        </CardBody>
      </Card>
      <Card title={t`QR code`} remark={t`for a counter, a receipt, a letter`}>
        <CardBody>
          <div className={css.qrCard}>
            <img
              className={css.qr}
              src={`${qr}.svg?size=320`}
              width={256}
              height={256}
              alt={t`QR code of ${survey.url}`}
            />
            <div className="stack">
              <ButtonLink icon="export" href={`${qr}.svg?size=320`} download={`${fileName(survey.name)}.svg`}>
                {t`Download SVG`}
              </ButtonLink>
              <ButtonLink icon="export" href={`${qr}.png?size=1200`} download={`${fileName(survey.name)}.png`}>
                {t`Download PNG`}
              </ButtonLink>
              <Button
                icon="note"
                onClick={() =>
                  print(
                    posterPage({
                      organisation: organisation.name,
                      url: survey.url,
                      image: new URL(`${qr}.svg?size=1000`, location.href).href,
                    }),
                  )
                }
              >
                <Trans>Print</Trans>
              </Button>
            </div>
          </div>
        </CardBody>
      </Card>
    </div>
  )
}

const fileName = (name: string) => `${name.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '') || 'survey'}-qr`
