/** What a request takes while it is unfinished. */
export interface Load {
  /** Questions in the engine. */
  readonly questions: number;
  /** Bytes that its results may take, at most. */
  readonly bytes: number;
}

/** The unfinished requests of one stream, bounded so that a slow reader fills nobody's memory. */
export class InFlight {
  private questions = 0;
  private bytes = 0;
  private wake: (() => void) | null = null;

  constructor(private readonly most: Load) {}

  /** Waits until the load fits, or nothing else is under way. One caller at a time. */
  async admit(load: Load): Promise<void> {
    while (this.questions > 0 && !this.fits(load)) {
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
    this.questions += load.questions;
    this.bytes += load.bytes;
  }

  /** Gives an admitted load back. */
  release(load: Load): void {
    this.questions -= load.questions;
    this.bytes -= load.bytes;
    this.wake?.();
  }

  private fits({ questions, bytes }: Load): boolean {
    return this.questions + questions <= this.most.questions && this.bytes + bytes <= this.most.bytes;
  }
}
