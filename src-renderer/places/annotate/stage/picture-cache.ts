/** Pictures of the images looked at last and of their neighbours, decoded and ready to be drawn. */
export class PictureCache {
  private readonly kept = new Map<string, Promise<HTMLImageElement>>();
  private readonly most: number;

  constructor(most = 8) {
    this.most = most;
  }

  /** The decoded picture at an address. Rejects when it cannot be read; it is then asked for again the next time. */
  get(address: string): Promise<HTMLImageElement> {
    const known = this.kept.get(address);
    // The newest stands last, so that the first is the one to forget.
    if (known) this.kept.delete(address);
    const picture = known ?? this.load(address);
    this.kept.set(address, picture);
    const [oldest] = this.kept.keys();
    if (this.kept.size > this.most && oldest) this.kept.delete(oldest);
    return picture;
  }

  private async load(address: string): Promise<HTMLImageElement> {
    const picture = new Image();
    picture.src = address;
    try {
      await picture.decode();
      return picture;
    } catch (error) {
      this.kept.delete(address);
      throw error;
    }
  }
}
