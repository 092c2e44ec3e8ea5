/** Lines of a file that were not taken, by their numbers, each with the reason. */
export function RefusedLines(props: {
  readonly label: string
  /** Heads of the two columns. */
  readonly line: string
  readonly reason: string
  readonly lines: readonly { readonly line: number; readonly reason: string }[]
}) {
  return (
    <table className="table" aria-label={props.label}>
      <thead>
        <tr>
          <th scope="col" className="numeric line-number">
            {props.line}
          </th>
          <th scope="col">{props.reason}</th>
        </tr>
      </thead>
      <tbody>
        {props.lines.map(({ line, reason }) => (
          <tr key={line}>
            <td className="numeric">{line}</td>
            <td className="selectable">{reason}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
