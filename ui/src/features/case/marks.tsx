/** The mark of a decision that will ask for a coded reason: a line of writing. */
export function ReasonMark({ title }: { title?: string }) {
  return (
    <svg
      className="icon"
      width={13}
      height={13}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.5}
      strokeLinecap="round"
      strokeLinejoin="round"
      role={title ? 'img' : undefined}
      aria-label={title}
      aria-hidden={title ? undefined : true}
    >
      <path d="M3 13.5h10M4 10.5 11 3.5l1.8 1.8-7 7L4 12.6Z" />
    </svg>
  );
}
