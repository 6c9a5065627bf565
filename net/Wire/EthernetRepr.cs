using System.Buffers.Binary;
using DSoftBus.Runtime.Devices;

namespace DSoftBus.Net.Wire;

/// <summary>An Ethernet II header.</summary>
public readonly record struct EthernetRepr(MacAddress Destination, MacAddress Source, EtherType Type)
{
    /// <summary>Bytes that <see cref="Emit"/> writes.</summary>
    public const int Length = EthernetView.HeaderLength;

    public static EthernetRepr From(EthernetView view) => new(view.Destination, view.Source, view.Type);

    public void Emit(Span<byte> header)
    {
        Destination.CopyTo(header);
        Source.CopyTo(header[6..]);
        BinaryPrimitives.WriteUInt16BigEndian(header[12..], (ushort)Type);
    }
}
