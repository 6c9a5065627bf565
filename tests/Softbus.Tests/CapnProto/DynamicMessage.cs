using System.Text;
using DSoftBus.Softbus.CapnProto;
using DSoftBus.Softbus.Messages.Bundlemgr;
using Xunit;

namespace DSoftBus.Tests.Softbus.CapnProto;

/// <summary>Writes and reads any struct of the schema table through the public reader and builder.</summary>
internal static class DynamicMessage
{
    public static byte[] Write(SchemaLayout layout, Dictionary<string, object> value)
    {
        var buffer = new byte[1024];
        buffer.AsSpan().Fill(0xcc); // a dirty buffer must not show through
        var builder = new MessageBuilder(buffer);
        int words = layout.Fields.Any(field => value.ContainsKey(field.Name) && field.Position / 64 >= layout.FirstDataWords && Size(field.Type) > 0)
            ? layout.DataWords
            : layout.FirstDataWords;
        WriteStruct(ref builder, builder.InitRoot(words, layout.Pointers), layout, value);
        Assert.Equal(CapnpError.None, builder.Finish(out int length));
        return buffer[..length];
    }

    /// <summary>Every field in order, defaults included; the same text for the same value however it was laid out.</summary>
    public static CapnpError TryRender(SchemaLayout layout, ReadOnlySpan<byte> message, out string text)
    {
        text = "";
        var error = MessageReader.TryOpen(message, out var reader);
        if (error != CapnpError.None)
            return error;
        error = reader.TryGetRoot(out var root);
        if (error != CapnpError.None)
            return error;
        var rendered = new StringBuilder();
        error = Render(ref reader, root, layout, rendered);
        text = rendered.ToString();
        return error;
    }

    /// <summary>What <see cref="TryRender"/> must give for a value.</summary>
    public static string Render(SchemaLayout layout, Dictionary<string, object> value) =>
        "(" + string.Join(' ', layout.Fields.Select(field => $"{field.Name}={RenderField(field, value)}")) + ")";

    private static string RenderField(SchemaField field, Dictionary<string, object> value) => field.Type switch
    {
        "Text" or "Data" => value.TryGetValue(field.Name, out var bytes) ? Convert.ToHexString((byte[])bytes) : "",
        "List(Text)" => value.TryGetValue(field.Name, out var texts) ? string.Join(',', ((List<object>)texts).Select(text => Convert.ToHexString((byte[])text))) : "",
        _ when field.Element is { } element => value.TryGetValue(field.Name, out var items)
            ? string.Concat(((List<object>)items).Select(item => Render(element, (Dictionary<string, object>)item)))
            : "",
        _ => (value.TryGetValue(field.Name, out var number) ? Number(number) : field.Default).ToString(),
    };

    private static CapnpError Render(ref MessageReader reader, StructReader source, SchemaLayout layout, StringBuilder text)
    {
        text.Append('(');
        foreach (var field in layout.Fields)
        {
            text.Append(field == layout.Fields[0] ? "" : " ").Append(field.Name).Append('=');
            var error = RenderField(ref reader, source, field, text);
            if (error != CapnpError.None)
                return error;
        }

        text.Append(')');
        return CapnpError.None;
    }

    private static CapnpError RenderField(ref MessageReader reader, StructReader source, SchemaField field, StringBuilder text)
    {
        CapnpError error;
        switch (field.Type)
        {
            case "Text":
                error = source.TryGetText(ref reader, field.Position, out var characters);
                text.Append(Convert.ToHexString(characters));
                return error;
            case "Data":
                error = source.TryGetData(ref reader, field.Position, out var bytes);
                text.Append(Convert.ToHexString(bytes));
                return error;
            case "List(Text)":
                error = source.TryGetTextList(ref reader, field.Position, out var texts);
                for (int i = 0; i < texts.Count; i++)
                    text.Append(i == 0 ? "" : ",").Append(Convert.ToHexString(texts[i]));
                return error;
        }

        if (field.Element is not { } element)
        {
            text.Append(Read(source, field) ^ field.Default);
            return CapnpError.None;
        }

        error = source.TryGetList(ref reader, field.Position, out var list);
        for (int i = 0; i < list.Count && error == CapnpError.None; i++)
        {
            error = list.TryGetStruct(i, out var item);
            if (error == CapnpError.None)
                error = Render(ref reader, item, element, text);
        }

        return error;
    }

    private static ulong Read(StructReader source, SchemaField field) => Size(field.Type) switch
    {
        1 => source.GetBool(field.Position) ? 1u : 0u,
        8 => source.GetByte(field.Position / 8),
        16 => source.GetUInt16(field.Position / 8),
        32 => source.GetUInt32(field.Position / 8),
        _ => source.GetUInt64(field.Position / 8),
    };

    private static void WriteStruct(ref MessageBuilder builder, StructBuilder target, SchemaLayout layout, Dictionary<string, object> value)
    {
        foreach (var field in layout.Fields)
        {
            if (!value.TryGetValue(field.Name, out var item))
                continue;
            switch (field.Type)
            {
                case "Text":
                    builder.SetText(target, field.Position, (byte[])item);
                    break;
                case "Data":
                    builder.SetData(target, field.Position, (byte[])item);
                    break;
                case "List(Text)":
                    builder.SetTextList(target, field.Position, new TextList(((List<object>)item).Cast<byte[]>().ToArray()));
                    break;
                case var _ when field.Element is { } element:
                    var items = (List<object>)item;
                    var first = builder.InitStructList(target, field.Position, items.Count, element.DataWords, element.Pointers);
                    for (int i = 0; i < items.Count; i++)
                        WriteStruct(ref builder, MessageBuilder.Element(first, i), element, (Dictionary<string, object>)items[i]);
                    break;
                default:
                    WriteNumber(ref builder, target, field, Number(item) ^ field.Default);
                    break;
            }
        }
    }

    private static void WriteNumber(ref MessageBuilder builder, StructBuilder target, SchemaField field, ulong value)
    {
        switch (Size(field.Type))
        {
            case 1:
                builder.SetBool(target, field.Position, value != 0);
                break;
            case 8:
                builder.SetByte(target, field.Position / 8, (byte)value);
                break;
            case 16:
                builder.SetUInt16(target, field.Position / 8, (ushort)value);
                break;
            case 32:
                builder.SetUInt32(target, field.Position / 8, (uint)value);
                break;
            default:
                builder.SetUInt64(target, field.Position / 8, value);
                break;
        }
    }

    private static int Size(string type) => type switch
    {
        "Bool" => 1,
        "UInt8" => 8,
        "UInt16" or "InstallError" => 16,
        "UInt32" => 32,
        "UInt64" => 64,
        _ => 0,
    };

    private static ulong Number(object word) => word switch
    {
        "true" => 1,
        "false" => 0,
        string text when char.IsDigit(text[0]) => ulong.Parse(text),
        string name => (ulong)Enum.Parse<InstallError>(name, ignoreCase: true),
        _ => throw new ArgumentException($"{word} is no number", nameof(word)),
    };
}
