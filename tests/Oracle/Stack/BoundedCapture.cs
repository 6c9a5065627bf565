namespace DSoftBus.Tests.Oracle.Runner.Stack;

/// <summary>A capture file with an end: what is written beyond its limit is left out, a whole block at a time.</summary>
internal sealed class BoundedCapture(Stream file, long limit) : Stream
{
    private readonly BufferedStream _file = new(file, 1 << 20);
    private long _length;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _length;

    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        if (_length + count > limit)
            return;
        _length += count;
        _file.Write(buffer, offset, count);
    }

    public override void Flush() => _file.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _file.Dispose();
        base.Dispose(disposing);
    }
}
