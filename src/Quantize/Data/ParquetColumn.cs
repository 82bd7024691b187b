using System.Globalization;
using EdgeLstm.Generator.Model.Errors;
using Parquet;
using Parquet.Schema;

namespace EdgeLstm.Quantize.Data;

/// <summary>The cells of a column of a group of rows, as text.</summary>
abstract class ParquetColumn
{
    /// <summary>A cell's text, in <paramref name="buffer"/> or elsewhere; nothing where there is no value.</summary>
    public abstract ReadOnlySpan<char> Cell(int row, Span<char> buffer);

    public static ParquetColumn Read(ParquetRowGroupReader group, DataField field, int rows)
    {
        var type = field.ClrType;
        return type == typeof(string) || type == typeof(ReadOnlyMemory<char>) ? Texts(group, field, rows)
            : type == typeof(bool) ? Values<bool>(group, field, rows, static (value, _) => value ? "True" : "False")
            : type == typeof(double) ? Numbers<double>(group, field, rows)
            : type == typeof(float) ? Numbers<float>(group, field, rows)
            : type == typeof(decimal) ? Numbers<decimal>(group, field, rows)
            : type == typeof(long) ? Numbers<long>(group, field, rows)
            : type == typeof(int) ? Numbers<int>(group, field, rows)
            : type == typeof(short) ? Numbers<short>(group, field, rows)
            : type == typeof(sbyte) ? Numbers<sbyte>(group, field, rows)
            : type == typeof(byte) ? Numbers<byte>(group, field, rows)
            : type == typeof(ushort) ? Numbers<ushort>(group, field, rows)
            : type == typeof(uint) ? Numbers<uint>(group, field, rows)
            : type == typeof(ulong) ? Numbers<ulong>(group, field, rows)
            : type == typeof(DateTime) ? Times<DateTime>(group, field, rows, "yyyy-MM-dd HH:mm:ss.fffffff")
            : type == typeof(DateOnly) ? Times<DateOnly>(group, field, rows, "yyyy-MM-dd")
            : type == typeof(TimeOnly) ? Times<TimeOnly>(group, field, rows, "HH:mm:ss.fffffff")
            : type == typeof(TimeSpan) ? Times<TimeSpan>(group, field, rows, @"hh\:mm\:ss\.fffffff")
            : throw new ModelException(ErrorCatalogue.BadParquet, $"column '{field.Name}' of {type.Name}",
                "numbers, true and false, text, or times", "write the column as one of them, or leave it out");
    }

    static ValueColumn<T> Numbers<T>(ParquetRowGroupReader group, DataField field, int rows)
        where T : struct, ISpanFormattable => Times<T>(group, field, rows, "");

    static ValueColumn<T> Times<T>(ParquetRowGroupReader group, DataField field, int rows, string format)
        where T : struct, ISpanFormattable => Values<T>(group, field, rows, (value, buffer) =>
        {
            value.TryFormat(buffer, out int length, format, CultureInfo.InvariantCulture);
            return buffer[..length];
        });

    static ValueColumn<T> Values<T>(ParquetRowGroupReader group, DataField field, int rows, Format<T> format)
        where T : struct
    {
        if (!field.IsNullable)
        {
            var values = new T[rows];
            group.ReadAsync<T>(field, values.AsMemory()).AsTask().GetAwaiter().GetResult();
            return new(values, null, format);
        }

        var maybe = new T?[rows];
        group.ReadAsync<T>(field, maybe.AsMemory()).AsTask().GetAwaiter().GetResult();
        return new(null, maybe, format);
    }

    static TextColumn Texts(ParquetRowGroupReader group, DataField field, int rows)
    {
        var texts = new string?[rows];
        group.ReadAsync(field, texts.AsMemory()).AsTask().GetAwaiter().GetResult();
        return new(texts);
    }

    delegate ReadOnlySpan<char> Format<T>(T value, Span<char> buffer);

    sealed class ValueColumn<T>(T[]? values, T?[]? maybe, Format<T> format) : ParquetColumn
        where T : struct
    {
        public override ReadOnlySpan<char> Cell(int row, Span<char> buffer) =>
            values is not null ? format(values[row], buffer) : maybe![row] is { } value ? format(value, buffer) : default;
    }

    sealed class TextColumn(string?[] texts) : ParquetColumn
    {
        public override ReadOnlySpan<char> Cell(int row, Span<char> buffer) => texts[row];
    }
}
