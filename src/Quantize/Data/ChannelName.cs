namespace EdgeLstm.Quantize.Data;

/// <summary>A channel's name as files of models have it: their lists part names by commas, and units stand in brackets.</summary>
static class ChannelName
{
    public static string Plain(string name) => string.Concat(name.Select(Plain));

    public static char Plain(char letter) => letter switch
    {
        ',' => ' ',
        '[' => '(',
        ']' => ')',
        _ => letter,
    };
}
