using System.Globalization;
using System.Text;

namespace DSoftBus.Tests.Softbus.CapnProto;

/// <summary>Reads the text form of the capnp tool, <c>(a = "x", b = [1, 2])</c>: a struct becomes a dictionary, a list a list, a string bytes, the rest a word.</summary>
internal sealed class TextValue
{
    private readonly string _text;
    private int _at;

    private TextValue(string text) => _text = text;

    public static Dictionary<string, object> Parse(string text)
    {
        var parser = new TextValue(text);
        return parser.Struct();
    }

    private object Value() => Peek() switch
    {
        '(' => Struct(),
        '[' => List(),
        '"' => String(),
        _ => Word(),
    };

    private Dictionary<string, object> Struct()
    {
        var fields = new Dictionary<string, object>();
        Take('(');
        while (Peek() != ')')
        {
            var name = Word();
            Take('=');
            fields.Add(name, Value());
            if (Peek() == ',')
                Take(',');
        }

        Take(')');
        return fields;
    }

    private List<object> List()
    {
        var items = new List<object>();
        Take('[');
        while (Peek() != ']')
        {
            items.Add(Value());
            if (Peek() == ',')
                Take(',');
        }

        Take(']');
        return items;
    }

    private byte[] String()
    {
        var bytes = new List<byte>();
        Take('"');
        while (_text[_at] != '"')
        {
            if (_text[_at] == '\\')
            {
                char kind = _text[_at + 1];
                bytes.Add(kind switch
                {
                    'x' => byte.Parse(_text.AsSpan(_at + 2, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture),
                    'n' => (byte)'\n',
                    _ => (byte)kind,
                });
                _at += kind == 'x' ? 4 : 2;
                continue;
            }

            bytes.AddRange(Encoding.UTF8.GetBytes(_text, _at++, 1));
        }

        Take('"');
        return [.. bytes];
    }

    private string Word()
    {
        Peek();
        int start = _at;
        while (_at < _text.Length && char.IsLetterOrDigit(_text[_at]))
            _at++;
        return _text[start.._at];
    }

    private char Peek()
    {
        while (_text[_at] == ' ')
            _at++;
        return _text[_at];
    }

    private void Take(char expected)
    {
        Xunit.Assert.Equal(expected, Peek());
        _at++;
    }
}
