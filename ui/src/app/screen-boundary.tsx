import { Component, type ReactNode } from 'react';
import { ErrorNote } from '../components/states';

/** A screen that cannot be drawn says so and leaves the rest of the window working. */
export class ScreenBoundary extends Component<{ resetKey: string; children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: null };

  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error };
  }

  override componentDidUpdate(previous: { resetKey: string }): void {
    if (previous.resetKey !== this.props.resetKey && this.state.error !== null)
      this.setState({ error: null });
  }

  override render(): ReactNode {
    if (this.state.error === null) return this.props.children;
    return (
      <div style={{ padding: 20 }}>
        <ErrorNote error={this.state.error} onRetry={() => this.setState({ error: null })} />
      </div>
    );
  }
}
