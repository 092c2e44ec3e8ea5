/** What the check needs to know of a web page's frame. */
interface Frame {
  readonly url: string
}

interface Sender<F extends Frame> {
  readonly mainFrame: F
}

interface SenderEvent<F extends Frame> {
  readonly sender: Sender<F>
  /** Null once the frame has gone or navigated. */
  readonly senderFrame: F | null
}

/** Only our own page, in the top frame of our own window, is listened to. */
export function isTrusted<F extends Frame>(
  { sender, senderFrame }: SenderEvent<F>,
  window: Sender<F> | null,
): boolean {
  if (senderFrame === null || sender !== window || senderFrame !== sender.mainFrame) return false
  try {
    const { protocol, host } = new URL(senderFrame.url)
    return protocol === 'app:' && host === 'wardlight'
  } catch {
    return false
  }
}
