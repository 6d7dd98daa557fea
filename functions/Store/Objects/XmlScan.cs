namespace Longshore.Store.Objects;

/// <summary>
/// Walks through the elements of a small XML document in UTF-8, without building a tree. It ignores prefixes and attributes, and
/// refuses everything that S3 does not write (DTDs, CDATA, elements that are not closed).
/// </summary>
internal ref struct XmlScan(ReadOnlySpan<byte> body)
{
    private readonly ReadOnlySpan<byte> _body = body;
    private int _at;
    private int _depth;
    private bool _empty;

    /// <summary>Name of the element that was entered last.</summary>
    public ReadOnlySpan<byte> Name { get; private set; } = default;

    public void Enter(ReadOnlySpan<byte> root)
    {
        if (!TryEnter(root))
            throw Not("it has another root element");
    }

    /// <param name="root">Empty accepts any: some stores name their roots in another way than S3.</param>
    public bool TryEnter(ReadOnlySpan<byte> root)
    {
        if (_body.StartsWith("\uFEFF"u8))
            _at = 3;
        return TryChild(0) && (root.IsEmpty || Name.SequenceEqual(root));
    }

    /// <summary>Goes to the next child of the element at this depth. False at the element's end, which is left then.</summary>
    public bool TryChild(int depth)
    {
        if (_empty)
        {
            _empty = false;
            _depth--;
            return false;
        }

        while (true)
        {
            NextTag();
            if (_body[_at..].StartsWith("<?"u8))
                PassBy("?>"u8);
            else if (_body[_at..].StartsWith("<!--"u8))
                PassBy("-->"u8);
            else
                break;
        }

        if (_body[_at..].StartsWith("</"u8))
        {
            PassBy(">"u8);
            if (_depth-- != depth)
                throw Not("a closing tag has no opening tag");
            return false;
        }

        Open();
        return true;
    }

    /// <summary>The text of the entered element, with its entities not decoded; leaves the element.</summary>
    public ReadOnlySpan<byte> Text()
    {
        if (_empty)
        {
            _empty = false;
            _depth--;
            return default;
        }

        var from = _at;
        var name = Name;
        NextTag();
        var text = _body[from.._at];
        if (!_body[_at..].StartsWith("</"u8))
            throw Not("a text holds an element");
        var close = _body[(_at + 2)..];
        PassBy(">"u8);
        if (!Local(close[..close.IndexOf((byte)'>')]).SequenceEqual(name))
            throw Not("a closing tag does not match");
        _depth--;
        return text;
    }

    /// <summary>Leaves the entered element and everything in it.</summary>
    public void Skip()
    {
        var depth = _depth;
        while (TryChild(_depth) || _depth >= depth)
        {
        }
    }

    private void Open()
    {
        var end = _body[_at..].IndexOf((byte)'>');
        if (end < 0 || _body[_at + 1] == (byte)'!')
            throw Not("an element does not end");
        var tag = _body.Slice(_at + 1, end - 1);
        _empty = tag.EndsWith("/"u8);
        var blank = tag.IndexOfAny(" \t\r\n/"u8);
        Name = Local(blank < 0 ? tag : tag[..blank]);
        _at += end + 1;
        _depth++;
    }

    private void NextTag()
    {
        var next = _body[_at..].IndexOf((byte)'<');
        if (next < 0)
            throw Not("it ends too early");
        _at += next;
    }

    private void PassBy(ReadOnlySpan<byte> mark)
    {
        var end = _body[_at..].IndexOf(mark);
        if (end < 0)
            throw Not("it ends too early");
        _at += end + mark.Length;
    }

    private static ReadOnlySpan<byte> Local(ReadOnlySpan<byte> name) =>
        name[(name.IndexOf((byte)':') + 1)..].TrimEnd(" \t\r\n"u8);

    private static FormatException Not(string what) => new(what);
}
